using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using QuickStart.Platform;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests.Attacks;

/// <summary>Sends id_tokens that a platform must not send, signed with the platform's key.</summary>
public sealed class TokenAttackTests(QuickStartFactory factory) : IClassFixture<QuickStartFactory>
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";

    [Theory]
    [InlineData("nbf", "4102444800", "is not valid yet (nbf)")]
    [InlineData("nbf", "\"now\"", "is not valid yet (nbf)")]
    [InlineData("azp", "\"another\"", "issued to another party (azp)")]
    [InlineData("azp", "7", "issued to another party (azp)")]
    [InlineData(Claim + "message_type", "\"LtiStartProctoring\"", "does not support that type of message")]
    [InlineData(Claim + "message_type", "\"LtiDeepLinkingRequest\"", "has no address (deep_link_return_url) for its answer")]
    [InlineData(Claim + "message_type", "null", "does not support that type of message")]
    [InlineData(Claim + "version", "\"1.1\"", "not of LTI version 1.3.0")]
    [InlineData(Claim + "version", "null", "not of LTI version 1.3.0")]
    [InlineData(Claim + "target_link_uri", "\"https://evil.example/course\"", "that is not on this tool")]
    [InlineData(Claim + "target_link_uri", "\"https://localhost:8443/tool\"", "that is not on this tool")]
    [InlineData(Claim + "target_link_uri", "\"javascript:alert(1)\"", "that is not on this tool")]
    public async Task Claim_that_is_wrong_for_this_tool_is_refused_and_the_login_stays_usable(string name, string json, string reason)
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("moodle", "student");
        var good = form["id_token"];
        form["id_token"] = Sign(With(good, name, json));

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse(reason);

        form["id_token"] = good;
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/tool/launch", form)).Status);
    }

    [Fact]
    public async Task Further_audience_is_refused()
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("moodle");
        var client = SimulatedPlatform.Get("moodle").ClientId;
        form["id_token"] = Sign(With(form["id_token"], "aud", $"[\"{client}\",\"another tool\"]"));

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("also for others than this tool");
    }

    [Fact]
    public async Task Critical_extension_is_refused()
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("moodle");
        var credentials = new SigningCredentials(factory.Services.GetRequiredService<PlatformKey>().Key, SecurityAlgorithms.RsaSha256);
        form["id_token"] = new JsonWebTokenHandler().CreateToken(Payload(form["id_token"]), credentials, new Dictionary<string, object>(StringComparer.Ordinal) { ["crit"] = new[] { "b64" } });

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("needs an extension (crit)");
    }

    [Fact]
    public async Task Token_signed_with_a_short_key_is_refused()
    {
        using var rsa = RSA.Create(1024);
        var key = new RsaSecurityKey(rsa) { KeyId = "platform", CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        await ShouldRefuseAsync(key, SignByHand(rsa), "The platform's key is too short");
    }

    [Fact]
    public async Task Elliptic_curve_key_under_the_key_id_is_a_refusal_and_no_error_of_the_tool()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = ec.ExportParameters(includePrivateParameters: false);
        using var answer = new StubHandler(() => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"keys":[{"kty":"EC","use":"sig","kid":"platform","crv":"P-256","x":"{{Base64UrlEncoder.Encode(parameters.Q.X)}}","y":"{{Base64UrlEncoder.Encode(parameters.Q.Y)}}"}]}"""),
        });
        await using var other = factory.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
            services.AddHttpClient(KeySets.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => answer)));
        other.ClientOptions.BaseAddress = factory.ClientOptions.BaseAddress;
        var cookies = new CookieContainer();
        var browser = new Browser(other.CreateDefaultClient(factory.ClientOptions.BaseAddress, new Microsoft.AspNetCore.Mvc.Testing.Handlers.CookieContainerHandler(cookies)), cookies);

        (await browser.PostAsync("/tool/launch", await browser.LoginAsync("canvas"))).ShouldRefuse("signature matches no key");
    }

    private static string Payload(string idToken) => Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(idToken.Split('.')[1]));

    /// <summary>Changes a claim. The last of duplicate members counts.</summary>
    private static string With(string idToken, string name, string json) => $"{Payload(idToken)[..^1]},\"{name}\":{json}}}";

    private static Func<string, string> SignByHand(RSA rsa) => payload =>
    {
        var signed = $"{Base64UrlEncoder.Encode("""{"alg":"RS256","kid":"platform"}""")}.{Base64UrlEncoder.Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    };

    private string Sign(string payload) => factory.Services.GetRequiredService<IdTokens>().Sign(Encoding.UTF8.GetBytes(payload));

    private static async Task ShouldRefuseAsync(SecurityKey key, Func<string, string> sign, string reason)
    {
        var verifier = new IdTokenVerifier(TimeProvider.System);
        var endpoints = new LtiEndpoints { AuthorizationUrl = "https://lms.example.edu/a", TokenUrl = "https://lms.example.edu/t", JwksUrl = "https://lms.example.edu/k" };

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => verifier.VerifyAsync(
            sign("{}"), "https://lms.example.edu", "client", endpoints, new OneKey(key), TestContext.Current.CancellationToken));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private sealed class OneKey(SecurityKey key) : IKeySets
    {
        public Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken) => Task.FromResult<SecurityKey?>(key);
    }
}
