using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Is the platform of the page's settings. It signs tokens and serves key sets, good and hostile ones.</summary>
internal sealed class Platform : IAsyncDisposable
{
    public const string Issuer = "https://moodle.example.edu";
    public const string ClientId = "aBcDeFgHiJkLmNo";

    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";
    private static readonly RSA _key = RSA.Create(2048);
    private static readonly RSA _shortKey = RSA.Create(1024);

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);

    private Platform(WebApplication server) => _server = server;

    public static async Task<Platform> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var platform = new Platform(builder.Build());
        platform._server.MapGet("/keys/{kind}", platform.AnswerAsync);
        await platform._server.StartAsync();
        return platform;
    }

    public string KeySet(string kind) => $"{_server.Urls.Single()}/keys/{kind}";

    /// <summary>Gets the good key set.</summary>
    public static string Keys => JsonSerializer.Serialize(new { keys = new[] { PublicKey(_key, "key-1"), PublicKey(_shortKey, "short") } });

    /// <summary>Returns how often a key set was asked for.</summary>
    public int Requests(string kind) => _requests.GetValueOrDefault(kind);

    /// <summary>Signs a token. Null as a claim or a header member removes it.</summary>
    public static string Sign(
        string nonce, IReadOnlyDictionary<string, object?>? claims = null, IReadOnlyDictionary<string, object?>? header = null, bool shortKey = false)
    {
        var now = TimeProvider.System.GetUtcNow();
        var payload = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["sub"] = "user-1",
            ["name"] = "Ada",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["nonce"] = nonce,
            [$"{Claim}deployment_id"] = "1",
            [$"{Claim}message_type"] = "LtiResourceLinkRequest",
            [$"{Claim}version"] = "1.3.0",
            [$"{Claim}roles"] = new[] { "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner" },
            [$"{Claim}context"] = new { id = "course-1", title = "Algebra" },
        };
        var head = new Dictionary<string, object?>(StringComparer.Ordinal) { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = shortKey ? "short" : "key-1" };
        var text = $"{Encode(Changed(head, header))}.{Encode(Changed(payload, claims))}";
        var signature = (shortKey ? _shortKey : _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Returns the claims of the given name in the LTI namespace, and others unchanged.</summary>
    public static Dictionary<string, object?> Claims(params (string Name, object? Value)[] claims)
        => claims.ToDictionary(claim => claim.Name.StartsWith("lti:", StringComparison.Ordinal) ? Claim + claim.Name[4..] : claim.Name, claim => claim.Value, StringComparer.Ordinal);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Dictionary<string, object?> Changed(Dictionary<string, object?> members, IReadOnlyDictionary<string, object?>? changes)
    {
        foreach (var (name, value) in changes ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            members[name] = value;
        }

        return members.Where(member => member.Value is not null).ToDictionary(StringComparer.Ordinal);
    }

    private static string Encode(Dictionary<string, object?> members) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(members));

    private static object PublicKey(RSA key, string id)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", kid = id, use = "sig", n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) };
    }

    private static object EllipticKey(string id)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", kid = id, use = "sig", crv = "P-256", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
    }

    private async Task AnswerAsync(HttpContext context, string kind)
    {
        _requests.AddOrUpdate(kind, 1, static (_, count) => count + 1);
        var answer = context.Response;
        switch (kind)
        {
            case "error":
                answer.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case "redirect":
                answer.Redirect("/keys/good");
                break;
            case "junk":
                await answer.WriteAsync("<html>");
                break;
            case "odd":
                await answer.WriteAsync("""{ "keys": [ { "kty": "RSA", "kid": "key-1", "n": "!", "e": "AQAB" }, 7 ] }""");
                break;
            case "elliptic":
                await answer.WriteAsJsonAsync(new { keys = new[] { EllipticKey("key-1") } }, context.RequestAborted);
                break;
            case "silent":
                await answer.StartAsync(context.RequestAborted);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            default:
                await answer.WriteAsync(Keys, context.RequestAborted);
                break;
        }
    }
}
