namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores registration sessions. Not thread-safe.</summary>
internal sealed class RegistrationTable
{
    private readonly ExpiringTable<Guid, LtiRegistrationSession> _sessions = new();

    public DateTimeOffset? FirstExpiry => _sessions.FirstExpiry;

    public void Save(LtiRegistrationSession session, DateTimeOffset now, TimeSpan lifetime)
        => _sessions.Set(session.Id, session with { ExpiresAt = now + lifetime }, now + lifetime);

    public LtiRegistrationSession? Find(Guid id, DateTimeOffset now) => _sessions.Find(id, now)?.Value;

    /// <summary>Removes a session, expired or not. Returns it unless it had expired.</summary>
    public LtiRegistrationSession? Remove(Guid id, DateTimeOffset now)
    {
        var found = Find(id, now);
        _sessions.Remove(id);
        return found;
    }

    public bool RemoveExpired(DateTimeOffset now) => _sessions.RemoveExpired(now) is not null;
}
