namespace Lti.Storage;

/// <summary>One registration of the tool on a platform, as stored: issuer, OAuth2 client id and endpoints.</summary>
public sealed record LtiClient
{
    /// <summary>The internal identifier, a version 7 UUID made by the library. Never sent to a platform.</summary>
    public required Guid Id { get; init; }

    /// <summary>A name for people, 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units.</summary>
    public required string Name { get; init; }

    /// <summary>The platform's <c>iss</c>, compared ordinally and never normalised: a trailing slash makes another issuer (rule E1).</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c> that the platform gave to the tool. Unique within the issuer (rule C1).</summary>
    public required string ClientId { get; init; }

    /// <summary>Where the platform is reached.</summary>
    public required PlatformEndpoints Endpoints { get; init; }
}
