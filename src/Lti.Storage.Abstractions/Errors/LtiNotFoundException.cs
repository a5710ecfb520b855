namespace Lti.Storage;

/// <summary>Reports that an entity which the call needs does not exist (contract rule E3).</summary>
/// <remarks>An example is the client that a deployment is added to.</remarks>
public sealed class LtiNotFoundException : LtiStorageException
{
    private const string Advice = "Take the id from the store that holds it; the platform's own ids are strings.";

    /// <summary>Creates the exception.</summary>
    /// <param name="entity">The kind of entity that was not found.</param>
    /// <param name="id">The internal id that was not found.</param>
    /// <param name="innerException">The provider's own error or null.</param>
    public LtiNotFoundException(LtiEntity entity, Guid id, Exception? innerException = null)
        : base(Describe(entity, id), innerException)
    {
        Entity = entity;
        Id = id;
    }

    private LtiNotFoundException(string message)
        : base(message) => Entity = LtiEntity.Client;

    /// <summary>The kind of entity that was not found.</summary>
    public LtiEntity Entity { get; }

    /// <summary>The internal id that was not found. Empty if the client was named by the platform's ids.</summary>
    /// <remarks>
    /// A session's id acts as a bearer. It is here for the program and not in the message, because messages end up in logs (rule E8).
    /// </remarks>
    public Guid Id { get; }

    /// <summary>Creates the exception for a client that was named by the platform's ids.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="clientId">The OAuth2 client id.</param>
    /// <returns>The exception to throw.</returns>
    public static LtiNotFoundException ForClient(string issuer, string clientId) => new(
        $"There is no client with the issuer '{issuer}' and the client id '{clientId}'. Register it, or check both texts letter by "
            + "letter.");

    private static string Describe(LtiEntity entity, Guid id) => entity switch
    {
        LtiEntity.Client => $"There is no client with the internal id {id}. {Advice}",
        LtiEntity.Deployment => $"There is no deployment of this client with the internal id {id}. {Advice}",
        LtiEntity.Session => "There is no session with this id, or it has expired. Start a new launch.",
        _ => "There is no nonce of this value, or it has expired. Start a new login.",
    };
}
