namespace Lti.Storage;

/// <summary>The answer of <see cref="IAccessTokenStorage.LeaseAccessTokenAsync"/>.</summary>
public sealed record AccessTokenLookup
{
    /// <summary>The outcome.</summary>
    public required AccessTokenOutcome Outcome { get; init; }

    /// <summary>The client that the token belongs to.</summary>
    public required ClientKey Client { get; init; }

    /// <summary>The token if the outcome is <see cref="AccessTokenOutcome.Found"/>. Null otherwise.</summary>
    public StoredAccessToken? Token { get; init; }

    /// <summary>
    /// The rest of the other caller's lease or of the platform's <c>Retry-After</c> by the storage's clock. Zero if it is unknown, or if
    /// the outcome is another.
    /// </summary>
    public TimeSpan RetryIn { get; init; }

    /// <summary>True if the lease replaces a token that is still stored.</summary>
    public bool IsRefresh { get; init; }
}
