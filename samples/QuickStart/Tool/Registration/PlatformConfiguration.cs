using System.Text.Json;
using Lti.Storage;

namespace QuickStart.Tool.Registration;

/// <summary>What a tool takes from a platform's configuration. Members that it does not need may be absent, and unknown ones are left alone.</summary>
internal sealed record PlatformConfiguration(string Issuer, string RegistrationEndpoint, PlatformEndpoints Endpoints, string Product)
{
    public const string Claim = "https://purl.imsglobal.org/spec/lti-platform-configuration";

    private const string What = "The platform's configuration";

    private static readonly string[] _required = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint", Claim];

    /// <summary>What this tool can't do without, where a platform says what it supports.</summary>
    private static readonly (string Member, string Value)[] _supported =
    [
        ("response_types_supported", "id_token"),
        ("id_token_signing_alg_values_supported", "RS256"),
        ("token_endpoint_auth_methods_supported", "private_key_jwt"),
    ];

    public static PlatformConfiguration Read(JsonElement json)
    {
        var missing = _required.Where(name => json.Member(name) is null).ToArray();
        if (missing.Length > 0)
        {
            throw RequestRefusedException.BadRequest($"{What} lacks what a registration needs: {string.Join(", ", missing)}.");
        }

        var issuer = Url(json, "issuer", LtiLimits.MaxIdentifierLength);
        if (new Uri(issuer).Query.Length > 0)
        {
            throw RequestRefusedException.BadRequest("'issuer' must have no query.");
        }

        foreach (var (member, value) in _supported)
        {
            RequireSupport(json, member, value);
        }

        return new PlatformConfiguration(
            issuer,
            Url(json, "registration_endpoint"),
            new PlatformEndpoints { AuthorizationUrl = Url(json, "authorization_endpoint"), TokenUrl = Url(json, "token_endpoint"), JwksUrl = Url(json, "jwks_uri") },
            Describe(json.GetProperty(Claim)));
    }

    /// <summary>
    /// The host that a configuration comes from speaks for the issuer that it names (LTI Dynamic Registration 1.0), or anybody could register as the
    /// platform of somebody else.
    /// </summary>
    public void RequireHost(Uri url)
    {
        if (!string.Equals(new Uri(Issuer).IdnHost, url.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.BadRequest($"The issuer '{Issuer}' is not on the host that its configuration comes from, '{url.IdnHost}'.");
        }
    }

    private static string Url(JsonElement json, string name, int maxLength = LtiLimits.MaxEndpointLength)
    {
        var value = json.Text(name, What)!;
        PlatformUrl.Require(value, name, maxLength);
        return value;
    }

    private static void RequireSupport(JsonElement json, string member, string value)
    {
        if (json.Member(member) is not { } list)
        {
            return;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw RequestRefusedException.BadRequest($"{What} has a '{member}' that is no list.");
        }

        if (!list.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(value)))
        {
            throw RequestRefusedException.BadRequest($"{What} does not support what this tool needs: '{value}' is not among its '{member}'.");
        }
    }

    /// <summary>The platform's name and version for people, as far as it gives them.</summary>
    private static string Describe(JsonElement claim)
    {
        if (claim.ValueKind != JsonValueKind.Object)
        {
            throw RequestRefusedException.BadRequest($"{What} has a '{Claim}' that is no object.");
        }

        var name = claim.Text("product_family_code", What) is { Length: > 0 } product ? product : "A platform without a name";
        return claim.Text("version", What) is { Length: > 0 } version ? $"{name} {version}" : name;
    }
}
