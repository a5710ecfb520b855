namespace Lti.Storage;

/// <summary>Holds the URLs of a platform.</summary>
/// <remarks>
/// Each URL is an absolute http or https URL of at most <see cref="LtiLimits.MaxEndpointLength"/> UTF-16 units without surrounding space
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

    /// <summary>The audience of the tool's own assertion when it asks for an access token. Null means <see cref="TokenUrl"/>.</summary>
    /// <remarks>
    /// It is 1 to <see cref="LtiLimits.MaxEndpointLength"/> UTF-16 units and need not be a URL. Brightspace needs one of its own. Dynamic
    /// registration takes it from <c>authorization_server</c> (LTI Dynamic Registration 1.0, section 3.4).
    /// </remarks>
    public string? TokenAudience { get; init; }

    /// <summary>Names the members that differ from other endpoints.</summary>
    /// <param name="other">The other endpoints.</param>
    /// <returns>The names of the properties. Empty if the two are equal.</returns>
    public IReadOnlyList<string> DifferencesFrom(LtiEndpoints other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (string Name, string? Mine, string? Theirs)[] members =
        [
            (nameof(AuthorizationUrl), AuthorizationUrl, other.AuthorizationUrl),
            (nameof(TokenUrl), TokenUrl, other.TokenUrl),
            (nameof(JwksUrl), JwksUrl, other.JwksUrl),
            (nameof(TokenAudience), TokenAudience, other.TokenAudience),
        ];
        return [.. members.Where(member => member.Mine != member.Theirs).Select(member => member.Name)];
    }
}
