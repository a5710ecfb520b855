namespace Lti.Storage;

/// <summary>The ids in a session's document by which sessions are filtered and listed, for providers.</summary>
/// <remarks>A provider can store them in columns. An id that is a number in the document is its text (contract rule S4).</remarks>
/// <param name="Issuer">The platform's issuer.</param>
/// <param name="ClientId">The client id.</param>
/// <param name="DeploymentId">The platform's id of the deployment.</param>
/// <param name="UserId">The platform's id of the user. Null if the launch was anonymous.</param>
/// <param name="ContextId">The platform's id of the context. Null if the launch had none.</param>
public readonly record struct SessionOwner(string Issuer, string ClientId, string DeploymentId, string? UserId, string? ContextId)
{
    /// <summary>Reads the ids of a session that a provider adds.</summary>
    /// <remarks><see cref="LtiStorageProvider"/> has checked that the session names its platform.</remarks>
    /// <param name="session">The session.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ArgumentException">The session names no issuer, client id or deployment id.</exception>
    public static SessionOwner Read(LtiSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Platform is { Issuer: { } issuer, ClientId: { } clientId, DeploymentId: { } deploymentId }
            ? new SessionOwner(issuer, clientId, deploymentId, session.User.Id, session.Context.Id)
            : throw new ArgumentException("The session names no issuer, client id or deployment id.", nameof(session));
    }

    /// <summary>Compares the ids with each part that a filter gives. Texts are compared ordinally.</summary>
    /// <param name="filter">The filter.</param>
    /// <returns>True if the filter selects the session.</returns>
    public bool Matches(SessionFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Issuer == Issuer
            && (filter.ClientId is null || filter.ClientId == ClientId)
            && (filter.DeploymentId is null || filter.DeploymentId == DeploymentId)
            && (filter.UserId is null || filter.UserId == UserId)
            && (filter.ContextId is null || filter.ContextId == ContextId);
    }

    /// <summary>Creates the entry of a listing.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="expiresAt">The session's expiry on the caller's clock.</param>
    /// <returns>The entry.</returns>
    public SessionSummary ToSummary(Guid id, DateTimeOffset expiresAt) => new()
    {
        Id = id,
        Issuer = Issuer,
        ClientId = ClientId,
        DeploymentId = DeploymentId,
        UserId = UserId,
        ExpiresAt = expiresAt,
    };
}
