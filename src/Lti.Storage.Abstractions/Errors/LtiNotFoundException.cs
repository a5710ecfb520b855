namespace Lti.Storage;

/// <summary>A call needs something to exist that does not (contract rule E3), such as the client that a deployment is added to.</summary>
public sealed class LtiNotFoundException : LtiStorageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="entity">What was looked for.</param>
    /// <param name="id">The internal identifier that was looked for.</param>
    /// <param name="innerException">The provider's own cause, or null.</param>
    public LtiNotFoundException(LtiEntity entity, Guid id, Exception? innerException = null)
        : base($"There is no {Describe(entity)} with the internal id {id}. Take the id from the store that holds it; the platform's own ids are strings.", innerException)
    {
        Entity = entity;
        Id = id;
    }

    /// <summary>What was looked for.</summary>
    public LtiEntity Entity { get; }

    /// <summary>The internal identifier that was looked for.</summary>
    public Guid Id { get; }

    private static string Describe(LtiEntity entity) => entity switch
    {
        LtiEntity.Deployment => "deployment of this client",
        LtiEntity.Session => "session",
        _ => "client",
    };
}
