namespace Lti.Storage;

/// <summary>Receives reports of changes that have been committed, usually for a cache.</summary>
/// <remarks>Each method returns quickly, never waits and never throws. Calls may come from several threads concurrently.</remarks>
public interface IInvalidationListener
{
    /// <summary>A client or one of its deployments was added, changed or deleted.</summary>
    /// <param name="ltiClientId">The <see cref="LtiClient.Id"/>.</param>
    void ClientChanged(Guid ltiClientId);

    /// <summary>A session was deleted.</summary>
    /// <remarks>A session that was added, renewed or has expired need not be reported: none of these shortens a cached answer.</remarks>
    /// <param name="sessionId">The <see cref="LtiSession.Id"/>.</param>
    void SessionDeleted(Guid sessionId);

    /// <summary>Anything may have changed. No earlier answer may be used any more.</summary>
    /// <remarks>The source has connected again, has lost reports, or was told that everything changed.</remarks>
    void EverythingChanged();
}
