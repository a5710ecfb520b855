namespace Lti.Storage.FaultWorker;

/// <summary>Exchanges lines with the test over standard input and output.</summary>
internal static class StandardInput
{
    /// <summary>Prints that this process is ready and reads the next line. Returns null at the end of the input.</summary>
    public static async Task<string?> NextLineAsync()
    {
        Console.WriteLine("ready");
        return await Console.In.ReadLineAsync();
    }
}
