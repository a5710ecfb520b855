namespace Lti.Storage;

/// <summary>Reports a secret that may not be stored without protection, or that can't be unprotected.</summary>
/// <remarks>It names the entry and never its content (contract rule E8).</remarks>
public sealed class LtiSecretException : LtiStorageException
{
    private LtiSecretException(LtiEntity entity, string key, string message, Exception? innerException)
        : base(message, innerException)
    {
        Entity = entity;
        Key = key;
    }

    /// <summary>The kind of entity that the secret belongs to.</summary>
    public LtiEntity Entity { get; }

    /// <summary>The key of that entity, such as the id of a tool key. It is no secret.</summary>
    public string Key { get; }

    /// <summary>Creates the exception for a private key that has no protection. Nothing was stored.</summary>
    /// <param name="keyId">The id of the tool key.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiSecretException ForUnprotectedToolKey(string keyId) => new(
        LtiEntity.ToolKey,
        keyId,
        $"The private part of the tool key '{keyId}' was not stored because nothing protects it. Call ProtectSecrets() of the package "
            + $"Lti.Storage.DataProtection. In tests and development you can set {nameof(LtiStorageOptions)}."
            + $"{nameof(LtiStorageOptions.AllowUnprotectedSecrets)} instead.",
        innerException: null);

    /// <summary>Creates the exception for a private key that the protector failed to protect. Nothing was stored.</summary>
    /// <param name="keyId">The id of the tool key.</param>
    /// <param name="innerException">The protector's own error or null. It must not contain the secret.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiSecretException ForUnprotectableToolKey(string keyId, Exception? innerException = null) => new(
        LtiEntity.ToolKey,
        keyId,
        $"The private part of the tool key '{keyId}' was not stored because the protector failed. Check that it can read and write "
            + "its own keys.",
        innerException);

    /// <summary>Creates the exception for a private key that can't be unprotected.</summary>
    /// <param name="keyId">The id of the tool key.</param>
    /// <param name="innerException">The protector's own error or null. It must not contain the secret.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiSecretException ForUnreadableToolKey(string keyId, Exception? innerException = null) => new(
        LtiEntity.ToolKey,
        keyId,
        $"The private part of the tool key '{keyId}' can't be unprotected. Check that all nodes share the protector's keys and its "
            + "application name, and that no key was lost. If it was lost, revoke this tool key: the next one is made at once.",
        innerException);

    /// <summary>Creates the exception for an access token that has no protection. Nothing was stored.</summary>
    /// <param name="requestId">The id of the request (<see cref="AccessTokenRequest.Id"/>).</param>
    /// <returns>The exception to throw.</returns>
    public static LtiSecretException ForUnprotectedAccessToken(string requestId) => new(
        LtiEntity.AccessToken,
        requestId,
        $"The access token of the request {requestId} was not stored because nothing protects it. Call ProtectSecrets() of the package "
            + $"Lti.Storage.DataProtection. In tests and development you can set {nameof(LtiStorageOptions)}."
            + $"{nameof(LtiStorageOptions.AllowUnprotectedSecrets)} instead.",
        innerException: null);

    /// <summary>Creates the exception for an access token that the protector failed to protect. Nothing was stored.</summary>
    /// <param name="requestId">The id of the request.</param>
    /// <param name="innerException">The protector's own error or null. It must not contain the secret.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiSecretException ForUnprotectableAccessToken(string requestId, Exception? innerException = null) => new(
        LtiEntity.AccessToken,
        requestId,
        $"The access token of the request {requestId} was not stored because the protector failed. Check that it can read and write "
            + "its own keys.",
        innerException);

    /// <summary>Creates the exception for an access token that can't be unprotected.</summary>
    /// <param name="requestId">The id of the request.</param>
    /// <param name="innerException">The protector's own error or null. It must not contain the secret.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiSecretException ForUnreadableAccessToken(string requestId, Exception? innerException = null) => new(
        LtiEntity.AccessToken,
        requestId,
        $"The access token of the request {requestId} can't be unprotected. Check that all nodes share the protector's keys and its "
            + "application name, and that no key was lost. If it was lost, clear the access tokens: the next call requests a new one.",
        innerException);
}
