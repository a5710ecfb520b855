namespace Lti.Storage;

/// <summary>Describes a session in a listing without its document (contract rule S4).</summary>
public sealed record SessionSummary
{
    /// <summary>The session's id. It acts as a bearer, so the text form doesn't show it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The platform's <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c>. Null if another program stored the session without it.</summary>
    public string? ClientId { get; init; }

    /// <summary>The platform's <c>deployment_id</c>. Null if another program stored the session without it.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The platform's id of the user. Null in an anonymous launch.</summary>
    public string? UserId { get; init; }

    /// <summary>The time of expiry on the caller's clock (rule E7).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Returns only the name of the type: the id acts as a bearer and the rest is personal data (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(SessionSummary);
}
