namespace Lti.Storage.FaultWorker;

/// <summary>What the test tells, a line each, and is told.</summary>
internal static class Told
{
    /// <summary>Says that this process is ready, and waits for the next line; null at the end.</summary>
    public static async Task<string?> NextAsync()
    {
        Console.WriteLine("ready");
        return await Console.In.ReadLineAsync();
    }
}
