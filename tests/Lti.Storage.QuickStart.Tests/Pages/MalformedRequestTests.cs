using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using QuickStart.Platform;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed class MalformedRequestTests(QuickStartFactory factory) : IClassFixture<QuickStartFactory>
{
    private const string Login = "/tool/login?login_hint=u&target_link_uri=x";

    [Theory]
    [InlineData("/tool/login", "The parameter 'iss' is missing.")]
    [InlineData("/tool/login?iss=https://a.example", "The parameter 'login_hint' is missing.")]
    [InlineData("/tool/login?iss=https://a.example&login_hint=u", "The parameter 'target_link_uri' is missing.")]
    [InlineData(Login + "&iss=", "The parameter 'iss' is missing.")]
    [InlineData(Login + "&iss=a&iss=b", "The parameter 'iss' is given more than once.")]
    [InlineData(Login + "&iss=https://unknown.example", "not registered with that issuer")]
    [InlineData(Login + "&iss=a%00b", "U+0000")]
    [InlineData("/tool/login?iss=https://a.example&login_hint=u&target_link_uri=x&lti_deployment_id=a%00b", "U+0000")]
    [InlineData("/platform/launch", "The parameter 'platform' is missing.")]
    [InlineData("/platform/launch?platform=canvas", "The role must be")]
    [InlineData("/platform/launch?platform=canvas&role=janitor", "The role must be")]
    [InlineData("/platform/launch?platform=canvas&role=student&method=put", "The method must be get, post or frame.")]
    [InlineData("/platform/canvas/authorize", "The parameter 'redirect_uri' is missing.")]
    [InlineData("/platform/canvas/authorize?redirect_uri=https://evil.example/", "not registered for this tool")]
    [InlineData("/platform/canvas/authorize?redirect_uri=https://localhost/tool/launch&client_id=other", "'client_id' has a value that this platform does not accept")]
    public async Task Malformed_get_is_refused_with_the_reason(string url, string reason) => (await factory.NewBrowser().GetAsync(url)).ShouldRefuse(reason);

    [Fact]
    public async Task Contract_refuses_an_issuer_over_its_limit()
        => (await factory.NewBrowser().GetAsync(Login + "&iss=" + new string('i', 256))).ShouldRefuse("'iss' is longer than 255 characters");

    [Theory]
    [InlineData("/platform/other/authorize", "There is no simulated platform with that name.")]
    [InlineData("/admin/nothing", "There is no such page.")]
    [InlineData("/nothing/here", "There is no such page.")]
    public async Task Unknown_address_is_404(string url, string reason) => (await factory.NewBrowser().GetAsync(url)).ShouldRefuse(reason, HttpStatusCode.NotFound);

    [Theory]
    [InlineData("", "The parameter 'state' is missing.")]
    [InlineData("state=unknown", "This login is unknown")]
    [InlineData("state=a&state=b", "The parameter 'state' is given more than once.")]
    public async Task Malformed_launch_is_refused_with_the_reason(string body, string reason)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        (await factory.NewBrowser().PostAsync("/tool/launch", content)).ShouldRefuse(reason);
    }

    [Theory]
    [InlineData("garbage", "A signed JWT has three parts")]
    [InlineData("a.b", "A signed JWT has three parts")]
    [InlineData("!!.e30.AA", "not base64url")]
    [InlineData("bm8ganNvbg.e30.AA", "is not JSON")]
    [InlineData("W10.e30.AA", "is not a JSON object")]
    [InlineData("e30.e30.AA", "must be signed with RS256")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.AA", "signature matches no key")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6InBsYXRmb3JtIn0.e30.", "signature matches no key")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6InBsYXRmb3JtIn0..", "signature matches no key")]
    [InlineData("..", "is not JSON")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6InVua25vd24ifQ.e30.AA", "signature matches no key")]
    public async Task Malformed_id_token_is_refused_with_the_reason(string idToken, string reason)
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("canvas", "student", "get");

        (await browser.PostAsync("/tool/launch", [KeyValuePair.Create("state", form["state"]), KeyValuePair.Create("id_token", idToken)])).ShouldRefuse(reason);
    }

    [Theory]
    [InlineData("exp", "\"tomorrow\"", "has no expiry")]
    [InlineData("exp", "null", "has no expiry")]
    [InlineData("exp", "1e400", "has no expiry")]
    [InlineData("exp", "1.5", "has expired")]
    [InlineData("iat", "[]", "time of issue (iat) is missing")]
    [InlineData("iat", "4102444800", "is missing or in the future")]
    [InlineData("iss", "7", "from another issuer")]
    [InlineData("iss", "\"\\ud800\"", "half a surrogate pair")]
    [InlineData("aud", "\"\\ud800\"", "for another client")]
    [InlineData("aud", "[7,null,{}]", "for another client")]
    [InlineData("azp", "\"\\udc00\"", "surrogate pair")]
    [InlineData("nonce", "{}", "has no nonce")]
    [InlineData("x", "\"\\u0000\"", "has a value that this tool can't store")]
    [InlineData("https://purl.imsglobal.org/spec/lti/claim/deployment_id", "\"\"", "has a value that this tool can't store")]
    public async Task Malformed_signed_claim_is_refused_with_the_reason(string name, string json, string reason)
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("moodle", "student", "get");
        var claims = Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(form["id_token"].Split('.')[1]));

        // The last of duplicate members counts.
        form["id_token"] = factory.Services.GetRequiredService<IdTokens>().Sign(Encoding.UTF8.GetBytes($"{claims[..^1]},\"{name}\":{json}}}"));

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse(reason);
    }

    [Fact]
    public async Task Fractional_time_is_accepted()
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("moodle", "student", "get");
        var claims = Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(form["id_token"].Split('.')[1]));

        form["id_token"] = factory.Services.GetRequiredService<IdTokens>().Sign(Encoding.UTF8.GetBytes($"{claims[..^1]},\"exp\":4102444800.5}}"));

        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/tool/launch", form)).Status);
    }

    [Fact]
    public async Task Error_of_the_platform_is_shown_as_text()
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("canvas", "student", "get");

        var answer = await browser.PostAsync("/tool/launch", [KeyValuePair.Create("state", form["state"]), KeyValuePair.Create("error", "<script>login_required")]);

        answer.ShouldRefuse("The platform refused the login: <script>login_required");
        Assert.DoesNotContain("<script>login", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_that_is_not_a_form_is_415()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        (await factory.NewBrowser().PostAsync("/tool/login", content)).ShouldRefuse("Send this as a form", HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Unsupported_method_is_405()
        => (await factory.NewBrowser().GetAsync("/tool/launch")).ShouldRefuse("does not support that method", HttpStatusCode.MethodNotAllowed);

    [Theory]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/platform/jwks")]
    public async Task Key_set_holds_only_the_public_key(string url)
    {
        var json = System.Text.Json.JsonElement.Parse((await factory.NewBrowser().GetAsync(url)).Html);

        var key = Assert.Single(json.GetProperty("keys").EnumerateArray());
        Assert.Equal("kty use alg kid n e", string.Join(' ', key.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Start_page_offers_every_platform_and_role()
    {
        var home = await factory.NewBrowser().GetAsync("/");
        Assert.All(["Canvas", "Moodle", "Blackboard", "Brightspace", "Schoology", "Sakai", "Instructor", "Student", "Administrator"],
            name => Assert.Contains(name, home.Html, StringComparison.Ordinal));
    }
}
