namespace Lti.Storage.Benchmarks;

/// <summary>What every contender's storage holds before a measurement: rows enough that a server's statistics say: use the indexes.</summary>
internal static class Stock
{
    public const int Clients = 1_000;
    public const int Nonces = 10_000;
    public const int Sessions = 2_000;

    /// <summary>The clients that launches come from, and the sessions that are read, are some of those: they fit a cache.</summary>
    public const int ActiveClients = 100;

    /// <inheritdoc cref="ActiveClients"/>
    public const int ActiveSessions = 500;

    /// <summary>Before a session's number: the MD5 of both is its id, so that pgbench can count sessions too.</summary>
    public const string SessionText = "session-";

    /// <summary>The key of a client's deployment <c>default</c>, the only one it has; clients are counted from 1.</summary>
    public static LaunchKey Key(int client) => new(Payload.Issuer, $"client-{client}", LtiDeployment.DefaultDeploymentId);

    public static string[] NewNonces(int count) => [.. Enumerable.Range(0, count).Select(_ => $"{Guid.NewGuid():N}{Guid.NewGuid():N}")];

    public static LtiSession[] NewSessions(int count) => [.. Enumerable.Range(0, count).Select(_ => Payload.Session())];

    public static Guid[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];
}
