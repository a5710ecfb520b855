namespace Lti.Storage.Cli.Cleanup;

/// <summary>Keeps the latest counts of a cleanup.</summary>
internal sealed class RemovedSoFar : IProgress<CleanupResult>
{
    /// <summary>The counts so far; null before the first batch.</summary>
    public CleanupResult? Latest { get; private set; }

    /// <summary>Called after each batch with the number of removed rows.</summary>
    public Action<long>? Shown { get; set; }

    public void Report(CleanupResult value)
    {
        Latest = value;
        Shown?.Invoke(value.Nonces + value.Sessions + value.RegistrationSessions + value.AccessTokens + value.PlatformKeySets);
    }
}
