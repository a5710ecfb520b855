// Copy this file: it checks what a platform says of itself.
using System.Text.Json;
using Lti.Storage;

namespace QuickStart.Registration;

/// <summary>The members of a platform's configuration that the tool uses.</summary>
/// <remarks>Members that it does not need may be absent. It ignores unknown members.</remarks>
internal sealed record PlatformConfiguration(string Issuer, string RegistrationEndpoint, LtiEndpoints Endpoints, string? Family, string? Version)
{
    /// <summary>The types of the messages that the platform sends.</summary>
    public IReadOnlyList<string> Messages { get; private init; } = [];

    /// <summary>The platform's name and version for display.</summary>
    public string Product => $"{(Family is { Length: > 0 } ? Family : "A platform without a name")}{(Version is { Length: > 0 } ? $" {Version}" : "")}";

    /// <summary>The values that the tool needs, as a configuration. The rest of a stranger's document takes no space.</summary>
    public JsonElement Kept => JsonSerializer.SerializeToElement(Present(
        ("issuer", Issuer),
        ("registration_endpoint", RegistrationEndpoint),
        ("authorization_endpoint", Endpoints.AuthorizationUrl),
        ("token_endpoint", Endpoints.TokenUrl),
        ("jwks_uri", Endpoints.JwksUrl),
        ("authorization_server", Endpoints.TokenAudience),
        (Claim, Present(("product_family_code", Family), ("version", Version)))));

    public const string Claim = "https://purl.imsglobal.org/spec/lti-platform-configuration";

    private const string What = "The platform's configuration";

    private static readonly string[] _required = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint", Claim];

    // The tool needs these values when a platform lists its supported values.
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
            throw RequestRefusedException.BadRequest($"{What} lacks required members: {string.Join(", ", missing)}.");
        }

        var issuer = Url(json, "issuer", LtiLimits.MaxIdentifierLength);
        if (new Uri(issuer).Query.Length > 0)
        {
            throw RequestRefusedException.BadRequest("'issuer' must not have a query.");
        }

        foreach (var (member, value) in _supported)
        {
            RequireSupport(json, member, value);
        }

        var claim = json.GetProperty(Claim);
        if (claim.ValueKind != JsonValueKind.Object)
        {
            throw RequestRefusedException.BadRequest($"{What} has a '{Claim}' that is not an object.");
        }

        return new PlatformConfiguration(
            issuer,
            Url(json, "registration_endpoint"),
            new LtiEndpoints
            {
                AuthorizationUrl = Url(json, "authorization_endpoint"),
                TokenUrl = Url(json, "token_endpoint"),
                JwksUrl = Url(json, "jwks_uri"),
                TokenAudience = Audience(json),
            },
            Name(claim, "product_family_code"),
            Name(claim, "version"))
        {
            Messages = [.. ReadMessages(claim)],
        };
    }

    /// <summary>Requires that the configuration comes from its issuer's origin: the scheme, the host and the port.</summary>
    /// <remarks>
    /// Otherwise an attacker could register under the issuer of another platform (LTI Dynamic Registration 1.0). The path proves nothing: users
    /// of a platform may publish files there. So a registration is only a request, which an administrator approves.
    /// </remarks>
    public void RequireOrigin(Uri url)
    {
        if (PlatformUrl.Origin(new Uri(Issuer)) != PlatformUrl.Origin(url))
        {
            throw RequestRefusedException.BadRequest($"The issuer '{Issuer}' is not on the origin of its configuration, '{PlatformUrl.Origin(url)}'.");
        }
    }

    private static string Url(JsonElement json, string name, int maxLength = LtiLimits.MaxEndpointLength)
    {
        var value = json.Text(name, What)!;
        PlatformUrl.Require(value, name, maxLength);
        return value;
    }

    /// <summary>Reads the audience of the tool's token requests. Null if the platform names none: then it is the token endpoint.</summary>
    private static string? Audience(JsonElement json) => OptionalText(json.Member("authorization_server")) switch
    {
        { Length: > LtiLimits.MaxEndpointLength } => throw RequestRefusedException.BadRequest(
            $"'authorization_server' must have at most {LtiLimits.MaxEndpointLength} characters."),
        var audience => audience,
    };

    private static void RequireSupport(JsonElement json, string member, string value)
    {
        if (json.Member(member) is not { } list)
        {
            return;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw RequestRefusedException.BadRequest($"{What} has a '{member}' that is not a list.");
        }

        if (!list.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(value)))
        {
            throw RequestRefusedException.BadRequest($"{What} does not list '{value}' in '{member}'. This tool needs it.");
        }
    }

    /// <summary>Reads the messages. Platforms list them as objects with a type (the specification) or as texts (Moodle).</summary>
    private static IEnumerable<string> ReadMessages(JsonElement claim)
        => claim.Member("messages_supported") is { ValueKind: JsonValueKind.Array } messages
            ? messages.EnumerateArray()
                .Select(message => OptionalText(message.ValueKind == JsonValueKind.Object ? message.Member("type") : message))
                .OfType<string>()
            : [];

    // Optional members of other types are ignored. A name with half a surrogate pair was refused before.
    private static string? OptionalText(JsonElement? value)
    {
        try
        {
            return value is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } present ? present : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads a name for display.</summary>
    private static string? Name(JsonElement claim, string member) => claim.Text(member, What) switch
    {
        { Length: > LtiLimits.MaxIdentifierLength } => throw RequestRefusedException.BadRequest(
            $"'{member}' is longer than {LtiLimits.MaxIdentifierLength} characters."),
        var name => name,
    };

    private static Dictionary<string, object> Present(params (string Name, object? Value)[] members)
        => members.Where(member => member.Value is not null).ToDictionary(member => member.Name, member => member.Value!, StringComparer.Ordinal);
}
