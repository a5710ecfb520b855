using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>A change of the answer to a session id.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsStored">Whether the session is stored before the change.</param>
/// <param name="ChangeAsync">The change.</param>
internal sealed record SessionChange(string Name, bool IsStored, Func<ILtiStorage, LtiSession, Task> ChangeAsync)
{
    /// <summary>Stores the state before the change without the cache.</summary>
    public async Task<LtiSession> ArrangeAsync(CachedStorage cached)
    {
        var session = Any.Session(Any.Issuer());
        if (IsStored)
        {
            await cached.Memory.AddSessionAsync(session);
        }

        return session;
    }

    public override string ToString() => Name;
}
