namespace Lti.Storage;

/// <summary>Holds the URLs of a platform.</summary>
/// <remarks>
/// Each is an absolute http or https URL of at most <see cref="LtiLimits.MaxEndpointLength"/> UTF-16 units without surrounding space
/// (contract rule E2). URLs are stored verbatim and never normalised (rule E1).
/// </remarks>
public sealed record LtiEndpoints
{
    /// <summary>The OpenID Connect authorization endpoint. A login request is redirected to it.</summary>
    /// <remarks>See LTI 1.3, section 5.1.1, and OpenID Connect Core, section 3.1.2.</remarks>
    public required string AuthorizationUrl { get; init; }

    /// <summary>The OAuth2 token endpoint. It issues access tokens for services (LTI Security Framework 1.0, section 4.1).</summary>
    public required string TokenUrl { get; init; }

    /// <summary>The platform's JSON Web Key Set. It verifies id_tokens (LTI Security Framework 1.0, section 6.3).</summary>
    public required string JwksUrl { get; init; }
}
