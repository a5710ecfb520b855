namespace Lti.Storage;

/// <summary>Describes a registration to add. The library creates its id.</summary>
public sealed record NewClient
{
    /// <summary>The display name: 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The platform's <c>iss</c>: 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units. Stored verbatim (rule E1).
    /// </summary>
    public required string Issuer { get; init; }

    /// <summary>
    /// The OAuth2 <c>client_id</c>: 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units. Stored verbatim (rule E1).
    /// </summary>
    public required string ClientId { get; init; }

    /// <summary>The URLs of the platform.</summary>
    public required LtiEndpoints Endpoints { get; init; }

    /// <summary>Whether the client may log in and launch. Default: true.</summary>
    public bool IsEnabled { get; init; } = true;
}
