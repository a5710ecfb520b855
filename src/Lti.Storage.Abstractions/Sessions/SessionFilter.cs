namespace Lti.Storage;

/// <summary>
/// Which sessions are meant: those that match every given part, ordinally (contract rule S4). A null part matches any session; a session
/// without that part matches only where it is null here.
/// </summary>
public sealed record SessionFilter
{
    /// <summary>The platform's <c>iss</c>; always given.</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c>, or null for every client of the issuer.</summary>
    public string? ClientId { get; init; }

    /// <summary>The platform's <c>deployment_id</c>, or null for every deployment.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The platform's id of the user (of any length), or null for every user.</summary>
    public string? UserId { get; init; }

    /// <summary>The name of the type and nothing else: a user's id is personal data (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(SessionFilter);
}
