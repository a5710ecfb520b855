namespace Lti.Storage.Cli.Cleanup;

/// <summary>Keeps what a cleanup has removed, and passes it on.</summary>
internal sealed class RemovedSoFar : IProgress<CleanupResult>
{
    /// <summary>Null before the first batch.</summary>
    public CleanupResult? Latest { get; private set; }

    /// <summary>Told how many rows were removed, after each batch.</summary>
    public Action<long>? Shown { get; set; }

    public void Report(CleanupResult value)
    {
        Latest = value;
        Shown?.Invoke(value.Nonces + value.Sessions + value.RegistrationSessions);
    }
}
