namespace Lti.Storage;

/// <summary>An access token as it was read. Times are relative to the moment of the read by the storage's clock.</summary>
public sealed record StoredAccessToken
{
    /// <summary>The id that <see cref="NewAccessToken.TokenId"/> gave. It is no secret.</summary>
    public required Guid TokenId { get; init; }

    /// <summary>The stored token.</summary>
    public required StoredSecret Token { get; init; }

    /// <summary>The time until the token expires: over the leeway of the call.</summary>
    public required TimeSpan ExpiresIn { get; init; }
}
