namespace Lti.Storage;

/// <summary>Reports that a stored entity is in the way of a write. Nothing was changed (contract rule E3).</summary>
/// <remarks>
/// <para>
/// An entity with the same key is already stored: a client (rule C1), deployment (rule D1), nonce (rule N1), login (rule G1), session
/// (rule S1) or tool key (rule T1).
/// </para>
/// <para>Or the stored client has other endpoints (rule L8), or the stored deployment has another status (rule D6).</para>
/// </remarks>
public sealed class LtiConflictException : LtiStorageException
{
    private LtiConflictException(LtiEntity entity, string? key, string message, Exception? innerException)
        : base(message, innerException)
    {
        Entity = entity;
        Key = key;
    }

    /// <summary>The kind of entity that is already stored.</summary>
    public LtiEntity Entity { get; }

    /// <summary>The key that is already stored. Null for a nonce or a login: their values are never repeated (rule E8).</summary>
    /// <remarks>
    /// It is the issuer and client id, or the id of a deployment, session or tool key. A session's id acts as a bearer. It is here for the
    /// program and not in the message, because messages end up in logs.
    /// </remarks>
    public string? Key { get; }

    /// <summary>The members of the stored entity that differ from what the call expects.</summary>
    /// <remarks>Those of <see cref="LtiEndpoints"/> (rule L8) or <c>Status</c> (rule D6). Empty if the key is taken.</remarks>
    public IReadOnlyList<string> Members { get; private init; } = [];

    /// <summary>Creates the exception for an issuer that already has a client with that client id (rule C1).</summary>
    /// <param name="issuer">The issuer of the stored client.</param>
    /// <param name="clientId">The OAuth2 client id of the stored client.</param>
    /// <param name="innerException">The provider's own error or null.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForClient(string issuer, string clientId, Exception? innerException = null) => new(
        LtiEntity.Client,
        $"{issuer} + {clientId}",
        $"A client of issuer '{issuer}' with client_id '{clientId}' is already stored. "
            + "Update that one, or save the launch configuration, which creates or updates.",
        innerException);

    /// <summary>Creates the exception for a client that already has other endpoints (rule L8).</summary>
    /// <param name="issuer">The issuer of the stored client.</param>
    /// <param name="clientId">The OAuth2 client id of the stored client.</param>
    /// <param name="members">The names of the properties of <see cref="LtiEndpoints"/> that differ.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForEndpoints(string issuer, string clientId, IReadOnlyList<string> members) => new(
        LtiEntity.Client,
        $"{issuer} + {clientId}",
        $"The client of issuer '{issuer}' with client_id '{clientId}' is already stored with another {string.Join(", ", members)}. "
            + "It may belong to another platform that shares the issuer. If the platform has moved, update the client, or save with "
            + $"{nameof(ExistingEndpoints)}.{nameof(ExistingEndpoints.Replace)}.",
        innerException: null)
    {
        Members = Array.AsReadOnly([.. members]),
    };

    /// <summary>Creates the exception for a state that a stored, unexpired login has (rule G1).</summary>
    /// <remarks>The exception does not repeat the state.</remarks>
    /// <param name="innerException">The provider's own error or null. It must not contain the state.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForLogin(Exception? innerException = null) => new(
        LtiEntity.Login,
        key: null,
        "A login with this state is already stored and has not expired. Create a new login for each login request.",
        innerException);

    /// <summary>Creates the exception for a client that already has a deployment with that deployment id (rule D1).</summary>
    /// <param name="deploymentId">The platform's deployment id of the stored deployment.</param>
    /// <param name="innerException">The provider's own error or null.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForDeployment(string deploymentId, Exception? innerException = null) => new(
        LtiEntity.Deployment,
        deploymentId,
        $"This client already has a deployment with deployment_id '{deploymentId}'. "
            + "Update that one, or ensure the deployment, which returns what is there.",
        innerException);

    /// <summary>Creates the exception for a deployment that does not have the expected status (rule D6).</summary>
    /// <param name="deploymentId">The platform's deployment id of the stored deployment.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForStatus(string deploymentId) => new(
        LtiEntity.Deployment,
        deploymentId,
        $"The deployment with deployment_id '{deploymentId}' does not have the expected status. "
            + "Another caller may have changed it. Read it again and decide again.",
        innerException: null)
    {
        Members = Array.AsReadOnly(["Status"]),
    };

    /// <summary>Creates the exception for a session whose id is already stored (rules S1 and L5).</summary>
    /// <param name="id">The id of the stored session.</param>
    /// <param name="innerException">The provider's own error or null.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForSession(Guid id, Exception? innerException = null) => new(
        LtiEntity.Session,
        id.ToString(),
        "A session with this id is already stored. Build a new session for each launch; its id is random.",
        innerException);

    /// <summary>Creates the exception for a nonce that is already stored and has not expired (rule N1).</summary>
    /// <remarks>It does not matter whether the nonce was used. The exception does not repeat its value.</remarks>
    /// <param name="innerException">The provider's own error or null. It must not contain the nonce.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForNonce(Exception? innerException = null) => new(
        LtiEntity.Nonce,
        key: null,
        "This nonce is already stored and has not expired. Generate a new random nonce for each login.",
        innerException);

    /// <summary>Creates the exception for a tool key whose id was used before (rule T1).</summary>
    /// <param name="keyId">The id of the tool key. It is no secret.</param>
    /// <param name="innerException">The provider's own error or null. It must not contain the key.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiConflictException ForToolKey(string keyId, Exception? innerException = null) => new(
        LtiEntity.ToolKey,
        keyId,
        $"A tool key with the id '{keyId}' is stored, or was. An id is never used again. Import the key under another id.",
        innerException);
}
