namespace Lti.Storage;

/// <summary>Receives reports of committed changes. A typical listener is a cache.</summary>
/// <remarks>Each method returns quickly, never waits and never throws. Several threads may call concurrently.</remarks>
public interface IInvalidationListener
{
    /// <summary>Reports that a client, one of its deployments or one of its access tokens was added, changed or deleted.</summary>
    /// <param name="clientKey">The <see cref="LtiClient.Id"/>.</param>
    void ClientChanged(ClientKey clientKey);

    /// <summary>Reports that a session was deleted.</summary>
    /// <remarks>Additions, renewals and expiry are not reported: none of these shortens the lifetime of a cached answer.</remarks>
    /// <param name="sessionId">The <see cref="LtiSession.Id"/>.</param>
    void SessionDeleted(Guid sessionId);

    /// <summary>Reports that a tool key was added, revoked or deleted. The default does nothing.</summary>
    void ToolKeysChanged()
    {
    }

    /// <summary>Reports that anything may have changed. No earlier answer may be used any more.</summary>
    /// <remarks>The source has reconnected, has lost reports, or was told that everything changed.</remarks>
    void EverythingChanged();
}
