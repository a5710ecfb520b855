namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>How a broken storage lets a race happen, without waiting for time.</summary>
internal static class Patience
{
    public const int Most = 5000;

    /// <summary>Lets others go first until something has happened, or until that was so often that it does not seem to happen.</summary>
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
