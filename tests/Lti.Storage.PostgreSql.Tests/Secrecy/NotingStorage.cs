namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Notes the IDs that act as bearer tokens before it passes each call on.</summary>
internal sealed class NotingStorage(ILtiStorage inner, Capture capture) : DelegatingLtiStorage(inner)
{
    public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Note(session?.Id);
        return base.AddSessionAsync(session!, lifetime, cancellationToken);
    }

    public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Note(id);
        return base.FindSessionAsync(id, cancellationToken);
    }

    public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Note(id);
        return base.RenewSessionAsync(id, lifetime, cancellationToken);
    }

    public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Note(id);
        return base.DeleteSessionAsync(id, cancellationToken);
    }

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Note(session?.Id);
        return base.CompleteLaunchAsync(nonce, session!, lifetime, cancellationToken);
    }

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Note(session?.Id);
        return base.CompleteLaunchAsync(login, session!, lifetime, cancellationToken);
    }

    public override ValueTask SaveRegistrationSessionAsync(LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Note(session?.Id);
        return base.SaveRegistrationSessionAsync(session!, lifetime, cancellationToken);
    }

    public override ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Note(id);
        return base.FindRegistrationSessionAsync(id, cancellationToken);
    }

    public override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Note(id);
        return base.ConsumeRegistrationSessionAsync(id, cancellationToken);
    }

    public override ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Note(id);
        return base.DeleteRegistrationSessionAsync(id, cancellationToken);
    }

    private void Note(Guid? id)
    {
        if (id is { } given)
        {
            capture.Note(given);
        }
    }
}
