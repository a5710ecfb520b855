namespace Lti.Storage.Benchmarks;

/// <summary>Describes the rows that each storage holds before a measurement.</summary>
/// <remarks>There are enough rows that the server's planner chooses the indexes.</remarks>
internal static class Stock
{
    public const int Clients = 1_000;
    public const int Nonces = 10_000;
    public const int Sessions = 2_000;

    /// <summary>The number of clients and sessions that calls use. They fit into a cache.</summary>
    public const int ActiveClients = 100;

    /// <inheritdoc cref="ActiveClients"/>
    public const int ActiveSessions = 500;

    /// <summary>The prefix of a session's number. The MD5 of both is the session's id, which pgbench can compute.</summary>
    public const string SessionText = "session-";

    /// <summary>Gets the key of a client's only deployment, <c>default</c>. Clients are counted from 1.</summary>
    public static LaunchKey Key(int client) => new(Payload.Issuer, $"client-{client}", LtiDeployment.DefaultDeploymentId);

    public static string[] NewNonces(int count) => [.. Enumerable.Range(0, count).Select(_ => $"{Guid.NewGuid():N}{Guid.NewGuid():N}")];

    /// <summary>Creates logins of the active clients in turn.</summary>
    public static LtiLogin[] NewLogins(int count) =>
    [
        .. Enumerable.Range(0, count).Select(call => LtiLogin.Create(Payload.Issuer, Key((call % ActiveClients) + 1).ClientId) with { TargetLinkUri = Payload.TargetLinkUri }),
    ];

    public static LtiSession[] NewSessions(int count) => [.. Enumerable.Range(0, count).Select(_ => Payload.Session())];

    public static Guid[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];
}
