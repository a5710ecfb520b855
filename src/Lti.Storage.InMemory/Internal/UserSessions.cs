namespace Lti.Storage.InMemory.Internal;

/// <summary>The ids of the sessions of one user of an issuer, in one stripe.</summary>
internal sealed record UserSessions(string UserId)
{
    public SortedSet<Guid> Ids { get; } = [];
}
