namespace Lti.Storage;

/// <summary>
/// What a launch is addressed by, as the platform sends it: each 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units,
/// compared ordinally (contract rules E1 and E2).
/// </summary>
/// <param name="Issuer">The platform's <c>iss</c>.</param>
/// <param name="ClientId">The OAuth2 <c>client_id</c>: the audience of the id_token.</param>
/// <param name="DeploymentId">The platform's <c>deployment_id</c>.</param>
public readonly record struct LaunchKey(string Issuer, string ClientId, string DeploymentId);
