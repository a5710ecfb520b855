namespace Lti.Storage.InMemory.Internal;

/// <summary>Holds a session and the ids that were read from its document once.</summary>
internal sealed record StoredSession(
    LtiSession Session, string Issuer, string ClientId, string DeploymentId, string? UserId, string? ContextId)
{
    /// <summary>Copies the session without the parsed parts: they would double the memory.</summary>
    public static StoredSession Create(LtiSession session) => new(
        LtiSession.FromDocument(session.Id, session.Utf8Document.Span),
        session.Platform.Issuer!,
        session.Platform.ClientId!,
        session.Platform.DeploymentId!,
        session.User.Id,
        session.Context.Id);

    /// <summary>Lists the filters under which the session's id is indexed.</summary>
    public IEnumerable<SessionFilter> Filters()
    {
        var issuer = new SessionFilter { Issuer = Issuer };
        yield return issuer;
        yield return issuer with { ClientId = ClientId };
        yield return issuer with { DeploymentId = DeploymentId };
        yield return issuer with { ClientId = ClientId, DeploymentId = DeploymentId };
        if (UserId is not null)
        {
            yield return issuer with { UserId = UserId };
        }

        if (ContextId is not null)
        {
            yield return issuer with { ContextId = ContextId };
        }
    }

    /// <summary>Compares the parts that the index may have left out.</summary>
    public bool Matches(SessionFilter filter)
        => (filter.ClientId is null || filter.ClientId == ClientId)
            && (filter.DeploymentId is null || filter.DeploymentId == DeploymentId)
            && (filter.ContextId is null || filter.ContextId == ContextId);

    public SessionSummary Summarize(DateTimeOffset expiresAt) => new()
    {
        Id = Session.Id,
        Issuer = Issuer,
        ClientId = ClientId,
        DeploymentId = DeploymentId,
        UserId = UserId,
        ExpiresAt = expiresAt,
    };
}
