namespace Lti.Storage;

/// <summary>The kinds of things that a storage keeps, as named by <see cref="LtiNotFoundException"/> and <see cref="LtiConflictException"/>.</summary>
public enum LtiEntity
{
    /// <summary>One registration of the tool on a platform: <see cref="LtiClient"/>.</summary>
    Client,

    /// <summary>One installation of a client: <see cref="LtiDeployment"/>.</summary>
    Deployment,

    /// <summary>What the tool keeps of a verified launch: <see cref="LtiSession"/>.</summary>
    Session,

    /// <summary>A one-time value that binds a login to a launch.</summary>
    Nonce,
}
