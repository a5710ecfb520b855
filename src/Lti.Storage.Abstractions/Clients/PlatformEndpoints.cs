namespace Lti.Storage;

/// <summary>
/// Where a platform is reached. Each is an absolute http or https URL of at most <see cref="LtiLimits.MaxEndpointLength"/> UTF-16 units
/// without surrounding space, kept verbatim and never normalised (contract rules E1 and E2).
/// </summary>
public sealed record PlatformEndpoints
{
    /// <summary>The OpenID Connect authorization endpoint that a login request is redirected to (LTI 1.3, section 5.1.1; OpenID Connect Core, section 3.1.2).</summary>
    public required string AuthorizationUrl { get; init; }

    /// <summary>The OAuth2 token endpoint that issues access tokens for services (LTI Security Framework 1.0, section 4.1).</summary>
    public required string TokenUrl { get; init; }

    /// <summary>The platform's JSON Web Key Set that id_tokens are verified with (LTI Security Framework 1.0, section 6.3).</summary>
    public required string JwksUrl { get; init; }
}
