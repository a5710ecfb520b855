namespace Lti.Storage;

/// <summary>A session in a listing: whose it is and how long it lives, without the document (contract rule S4).</summary>
public sealed record SessionSummary
{
    /// <summary>The session's id. It acts as a bearer, so the text form doesn't show it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The platform's <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c>; null in a session that another program wrote without it.</summary>
    public string? ClientId { get; init; }

    /// <summary>The platform's <c>deployment_id</c>; null in a session that another program wrote without it.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The platform's id of the user, or null in an anonymous launch.</summary>
    public string? UserId { get; init; }

    /// <summary>When the session expires, on the caller's clock (rule E7).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The name of the type and nothing else: the id acts as a bearer, the rest is personal data (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(SessionSummary);
}
