namespace Lti.Storage;

/// <summary>Counts the rows that a cleanup removed (contract rule K1: expired rows only).</summary>
public sealed record CleanupResult
{
    /// <summary>The number of expired nonces that were removed.</summary>
    public required long Nonces { get; init; }

    /// <summary>The number of expired sessions that were removed.</summary>
    public required long Sessions { get; init; }

    /// <summary>The number of expired registration sessions that were removed.</summary>
    public required long RegistrationSessions { get; init; }

    /// <summary>The number of expired access tokens that were removed, expired leases and waits of token requests included.</summary>
    /// <remarks>Zero if the storage can't store access tokens (<see cref="IAccessTokenStorage"/>).</remarks>
    public long AccessTokens { get; init; }

    /// <summary>The number of expired platform key sets that were removed, expired leases included.</summary>
    /// <remarks>Zero if the storage can't store key sets (<see cref="IPlatformKeySetStorage"/>).</remarks>
    public long PlatformKeySets { get; init; }

    /// <summary>True if the run finished. False if it was cancelled after its first batch.</summary>
    /// <remarks>The counts hold in both cases: batches that ran before the cancellation stay removed (rule K3).</remarks>
    public required bool Completed { get; init; }
}
