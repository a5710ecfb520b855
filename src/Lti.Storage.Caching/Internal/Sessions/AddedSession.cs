using System.Transactions;

namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>Knows how a find returns a session that is being added.</summary>
/// <remarks>
/// The provider inside the storage knows the stored form of a document and its default lifetime. A storage without such a provider keeps
/// nothing. A session that is added in the caller's transaction is not kept either: the transaction may be rolled back.
/// </remarks>
internal readonly struct AddedSession(LtiStorageProvider? provider, LtiSession session, TimeSpan? lifetime, DateTimeOffset before)
{
    /// <summary>Call it just before the session is added: the expiry counts from then (rule E7).</summary>
    public static AddedSession Create(LtiStorageProvider? provider, LtiSession session, TimeSpan? lifetime, TimeProvider time)
        => new(Transaction.Current is null ? provider : null, session, lifetime, time.GetUtcNow());

    /// <summary>The session as a find returns it now. Null if it is not known. Call it after the session was added.</summary>
    public LtiSession? Find()
    {
        try
        {
            return provider?.GetStoredForm(session, before, lifetime);
        }
        catch (ArgumentException)
        {
            // A decorator has passed on another document. The session was added all the same.
            return null;
        }
    }
}
