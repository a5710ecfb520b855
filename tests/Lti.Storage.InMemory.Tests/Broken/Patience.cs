namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Lets a race happen in a broken storage without waiting for time.</summary>
internal static class Patience
{
    public const int Most = 5000;

    /// <summary>Yields until something has happened or until a number of yields.</summary>
    public static async Task<bool> UntilAsync(Func<bool> happened, int patience = Most)
    {
        for (var i = 0; i < patience && !happened(); i++)
        {
            Thread.Yield();
            await Task.Yield();
        }

        return happened();
    }
}
