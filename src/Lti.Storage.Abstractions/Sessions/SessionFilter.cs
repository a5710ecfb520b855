namespace Lti.Storage;

/// <summary>Selects the sessions that match every given part (contract rule S4).</summary>
/// <remarks>
/// Parts are compared ordinally. An id that is a number in the document is compared as its text. A null part matches any session. A
/// filter with a part never matches a session without this part.
/// </remarks>
public sealed record SessionFilter
{
    /// <summary>The platform's <c>iss</c>. Required.</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c>. Null matches every client of the issuer.</summary>
    public string? ClientId { get; init; }

    /// <summary>The platform's <c>deployment_id</c>. Null matches every deployment.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The platform's id of the user in any length. Null matches every user.</summary>
    public string? UserId { get; init; }

    /// <summary>The platform's id of the course or other context in any length. Null matches every context.</summary>
    /// <remarks>An empty text matches the launches without a context: their document has an empty id.</remarks>
    public string? ContextId { get; init; }

    /// <summary>Returns only the name of the type: a user's id is personal data (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(SessionFilter);
}
