namespace Lti.Storage.InMemory.Internal;

/// <summary>Holds a session and the ids that were read from its document once.</summary>
internal sealed record StoredSession(LtiSession Session, SessionOwner Owner)
{
    /// <summary>Copies the session without the parsed parts: they would double the memory.</summary>
    public static StoredSession Create(LtiSession session)
        => new(LtiSession.FromDocument(session.Id, session.Utf8Document.Span), SessionOwner.Read(session));

    /// <summary>Lists the filters under which the session's id is indexed.</summary>
    public IEnumerable<SessionFilter> Filters()
    {
        var issuer = new SessionFilter { Issuer = Owner.Issuer };
        yield return issuer;
        yield return issuer with { ClientId = Owner.ClientId };
        yield return issuer with { DeploymentId = Owner.DeploymentId };
        yield return issuer with { ClientId = Owner.ClientId, DeploymentId = Owner.DeploymentId };
        if (Owner.UserId is not null)
        {
            yield return issuer with { UserId = Owner.UserId };
        }

        if (Owner.ContextId is not null)
        {
            yield return issuer with { ContextId = Owner.ContextId };
        }
    }
}
