namespace Lti.Storage;

/// <summary>
/// What a cache does with reports of changes. The change has been committed when it is reported. Each method returns quickly, never waits and never
/// throws; calls may come from several threads at once.
/// </summary>
public interface IInvalidationListener
{
    /// <summary>A client or one of its deployments was added, changed or deleted.</summary>
    /// <param name="ltiClientId">The <see cref="LtiClient.Id"/>.</param>
    void ClientChanged(Guid ltiClientId);

    /// <summary>A session was deleted. (One that was added, renewed or has expired need not be reported: none of these shortens what was read.)</summary>
    /// <param name="sessionId">The <see cref="LtiSession.Id"/>.</param>
    void SessionDeleted(Guid sessionId);

    /// <summary>Anything may have changed: the source has connected again, was overrun, or was told so. Nothing that was read before may be used.</summary>
    void EverythingChanged();
}
