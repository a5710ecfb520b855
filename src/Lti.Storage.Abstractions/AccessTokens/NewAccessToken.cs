namespace Lti.Storage;

/// <summary>An access token that is to be stored.</summary>
public sealed record NewAccessToken
{
    /// <summary>A new random id. It is no secret.</summary>
    public required Guid TokenId { get; init; }

    /// <summary>The token in UTF-8, protected if possible: 1 to 65,536 bytes.</summary>
    public required StoredSecret Token { get; init; }

    /// <summary>The time until the token expires: over zero and at most 3,650 days.</summary>
    public required TimeSpan Lifetime { get; init; }
}
