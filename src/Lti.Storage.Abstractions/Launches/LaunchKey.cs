namespace Lti.Storage;

/// <summary>Identifies the configuration of a launch by the ids that the platform sends.</summary>
/// <remarks>
/// Each is 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units (contract rule E2) and compared ordinally (rule E1).
/// </remarks>
/// <param name="Issuer">The platform's <c>iss</c>.</param>
/// <param name="ClientId">The OAuth2 <c>client_id</c>: the audience of the id_token.</param>
/// <param name="DeploymentId">The platform's <c>deployment_id</c>.</param>
public readonly record struct LaunchKey(string Issuer, string ClientId, string DeploymentId);
