using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>A change of what a session's id finds.</summary>
/// <param name="Name">What it is, as a sentence's middle.</param>
/// <param name="IsStored">Whether the session is there before.</param>
/// <param name="ChangeAsync">The change.</param>
internal sealed record SessionChange(string Name, bool IsStored, Func<ILtiStorage, LtiSession, Task> ChangeAsync)
{
    /// <summary>Stores what is there before, past the cache.</summary>
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
