namespace Lti.Storage;

/// <summary>A stored access token in a listing, without its value. Times are relative to the read by the storage's clock.</summary>
public sealed record AccessTokenSummary
{
    /// <summary>The client that the token belongs to.</summary>
    public required ClientKey Client { get; init; }

    /// <summary>The id of the request (<see cref="AccessTokenRequest.Id"/>).</summary>
    public required string RequestId { get; init; }

    /// <summary>The token endpoint.</summary>
    public required string TokenUrl { get; init; }

    /// <summary>The scopes with a space between them.</summary>
    public required string Scope { get; init; }

    /// <summary>The time since the token was stored. Null if no token is stored.</summary>
    public required TimeSpan? Age { get; init; }

    /// <summary>The time until the token expires. Zero or negative: it has expired. Null if no token is stored.</summary>
    public required TimeSpan? ExpiresIn { get; init; }

    /// <summary>Whether the token is protected. Null if no token is stored.</summary>
    public required bool? IsProtected { get; init; }

    /// <summary>The rest of the lease of a caller that asks the platform. Null if no caller does.</summary>
    public required TimeSpan? LeasedFor { get; init; }

    /// <summary>The rest of the time that the platform asked to wait. Null if it did not.</summary>
    public required TimeSpan? RetryIn { get; init; }
}
