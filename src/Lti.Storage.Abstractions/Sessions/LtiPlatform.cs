namespace Lti.Storage;

/// <summary>Identifies the platform, client and deployment of the launch.</summary>
/// <remarks>
/// A session that this library stored has issuer, client id and deployment id. A session of another program may lack any of them.
/// </remarks>
public sealed record LtiPlatform
{
    /// <summary>The platform's <c>iss</c> or null.</summary>
    public string? Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c> that the launch was verified for. Null if absent.</summary>
    public string? ClientId { get; init; }

    /// <summary>The platform's <c>deployment_id</c> or null.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The platform's own name. Its issuer if it sends no name. Null if it is not a string.</summary>
    public string? Name { get; init; }
}
