using Lti.Storage.Sqlite.Internal.Nonces;
using Lti.Storage.Sqlite.Internal.Sessions;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Launches;

/// <summary>Completes a launch: consumes its nonce and adds its session, or neither (rules L5 and G3).</summary>
internal static class LaunchCompletion
{
    /// <param name="transaction">The transaction.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="state">The state of the nonce's login. Null accepts a nonce with any login or none.</param>
    /// <param name="session">The session.</param>
    /// <param name="owner">The ids of the session.</param>
    /// <param name="lifetime">The session's lifetime.</param>
    /// <returns>The outcome of the nonce.</returns>
    /// <exception cref="LtiConflictException">The session's id is taken. The nonce stays unused.</exception>
    public static NonceOutcome Complete(
        WriteTransaction transaction, string nonce, string? state, LtiSession session, SessionOwner owner, TimeSpan lifetime)
    {
        var outcome = NonceWrites.Look(transaction, nonce, state);
        if (outcome == NonceOutcome.Consumed)
        {
            SessionWrites.RequireFree(transaction, session.Id);
            NonceWrites.Use(transaction, nonce);
            SessionWrites.Insert(transaction, session, owner, lifetime);
        }

        return outcome;
    }
}
