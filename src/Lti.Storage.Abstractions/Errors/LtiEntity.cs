namespace Lti.Storage;

/// <summary>
/// Names the kinds of entities that a storage holds, for <see cref="LtiNotFoundException"/> and <see cref="LtiConflictException"/>.
/// </summary>
public enum LtiEntity
{
    /// <summary>A registration of the tool on a platform: <see cref="LtiClient"/>.</summary>
    Client,

    /// <summary>A deployment of a client: <see cref="LtiDeployment"/>.</summary>
    Deployment,

    /// <summary>A session of a verified launch: <see cref="LtiSession"/>.</summary>
    Session,

    /// <summary>A one-time value that binds a login to a launch.</summary>
    Nonce,

    /// <summary>The state of a login on the server: <see cref="LtiLogin"/>.</summary>
    Login,

    /// <summary>A key that the tool signs with: <see cref="ToolKey"/>.</summary>
    ToolKey,

    /// <summary>An access token for a service of a platform: <see cref="AccessToken"/>.</summary>
    AccessToken,
}
