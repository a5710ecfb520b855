namespace Lti.Storage;

/// <summary>A call needs something to exist that does not (contract rule E3), such as the client that a deployment is added to.</summary>
public sealed class LtiNotFoundException : LtiStorageException
{
    private const string Advice = "Take the id from the store that holds it; the platform's own ids are strings.";

    /// <summary>Creates the exception.</summary>
    /// <param name="entity">What was looked for.</param>
    /// <param name="id">The internal identifier that was looked for.</param>
    /// <param name="innerException">The provider's own cause, or null.</param>
    public LtiNotFoundException(LtiEntity entity, Guid id, Exception? innerException = null)
        : base(Describe(entity, id), innerException)
    {
        Entity = entity;
        Id = id;
    }

    /// <summary>What was looked for.</summary>
    public LtiEntity Entity { get; }

    /// <summary>The internal identifier that was looked for.</summary>
    /// <remarks>A session's id acts as a bearer, so it is here for the program and not in the message, which may end up in a log (rule E8).</remarks>
    public Guid Id { get; }

    private static string Describe(LtiEntity entity, Guid id) => entity switch
    {
        LtiEntity.Client => $"There is no client with the internal id {id}. {Advice}",
        LtiEntity.Deployment => $"There is no deployment of this client with the internal id {id}. {Advice}",
        LtiEntity.Session => "There is no session with this id, or it has expired. Start a new launch.",
        _ => "There is no nonce of this value, or it has expired. Start a new login.",
    };
}
