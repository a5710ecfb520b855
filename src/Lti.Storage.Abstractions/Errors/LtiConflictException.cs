namespace Lti.Storage;

/// <summary>Something of the same key is already stored; nothing was changed (contract rules E3, C1, D1, N1, S1).</summary>
public sealed class LtiConflictException : LtiStorageException
{
    private LtiConflictException(LtiEntity entity, string? key, string message, Exception? innerException)
        : base(message, innerException)
    {
        Entity = entity;
        Key = key;
    }

    /// <summary>What collided.</summary>
    public LtiEntity Entity { get; }

    /// <summary>
    /// The key that collided: issuer and client id, a deployment id, or a session's id. Null for a nonce, whose value is never repeated (rule E8).
    /// </summary>
    /// <remarks>A session's id acts as a bearer, so it is here for the program and not in the message, which may end up in a log.</remarks>
    public string? Key { get; }

    /// <summary>The issuer already has a client of that client id (rule C1).</summary>
    /// <param name="issuer">The issuer that collided.</param>
    /// <param name="clientId">The OAuth2 client id that collided.</param>
    /// <param name="innerException">The provider's own cause, or null.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForClient(string issuer, string clientId, Exception? innerException = null) => new(
        LtiEntity.Client,
        $"{issuer} + {clientId}",
        $"A client of issuer '{issuer}' with client_id '{clientId}' is already stored. Update that one, or save the launch configuration, which creates or updates.",
        innerException);

    /// <summary>The client already has a deployment of that deployment id (rule D1).</summary>
    /// <param name="deploymentId">The platform's deployment id that collided.</param>
    /// <param name="innerException">The provider's own cause, or null.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForDeployment(string deploymentId, Exception? innerException = null) => new(
        LtiEntity.Deployment,
        deploymentId,
        $"This client already has a deployment with deployment_id '{deploymentId}'. Update that one, or ensure the deployment, which returns what is there.",
        innerException);

    /// <summary>A session of that id is already stored (rules S1 and L5).</summary>
    /// <param name="id">The session id that collided.</param>
    /// <param name="innerException">The provider's own cause, or null.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForSession(Guid id, Exception? innerException = null) => new(
        LtiEntity.Session,
        id.ToString(),
        "A session with this id is already stored. Build a new session for each launch; its id is random.",
        innerException);

    /// <summary>The nonce is already stored and unexpired, used or not (rule N1). The value is not repeated.</summary>
    /// <param name="innerException">The provider's own cause, or null; it must not hold the value.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForNonce(Exception? innerException = null) => new(
        LtiEntity.Nonce,
        key: null,
        "This nonce is already stored and has not expired. Generate a new random nonce for each login.",
        innerException);
}
