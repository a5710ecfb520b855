namespace Lti.Storage;

/// <summary>A registration to add: <see cref="LtiClient"/> without the id, which the library makes.</summary>
public sealed record NewClient
{
    /// <summary>A name for people, 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units.</summary>
    public required string Name { get; init; }

    /// <summary>The platform's <c>iss</c>, 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units, kept verbatim (rule E1).</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c>, 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units, kept verbatim (rule E1).</summary>
    public required string ClientId { get; init; }

    /// <summary>Where the platform is reached.</summary>
    public required PlatformEndpoints Endpoints { get; init; }
}
