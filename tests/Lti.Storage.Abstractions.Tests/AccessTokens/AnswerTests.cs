using System.Text;
using System.Text.Json;

namespace Lti.Storage.Abstractions.Tests.AccessTokens;

/// <summary>Tests what is refused: requests and answers that can't be used.</summary>
public sealed class AnswerTests
{
    private const string Secret = "canary-3b9e-token";

    [Theory]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":3600,"token_type":"Bearer","scope":"a b"}""", 3600)]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":"3600","token_type":"bearer"}""", 3600)]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":0.5}""", 0.5)]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":315360000}""", 315_360_000)]
    public void Answer_is_read(string json, double seconds)
    {
        var answer = AccessTokenAnswer.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Equal((Secret, TimeSpan.FromSeconds(seconds)), (answer.Token, answer.Lifetime));
        Assert.DoesNotContain("canary", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("<html>canary-3b9e-token</html>", "it is not JSON")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":3600""", "it is not JSON")]
    [InlineData("""["canary-3b9e-token"]""", "it is not a JSON object")]
    [InlineData("""{"expires_in":3600}""", "no access_token")]
    [InlineData("""{"access_token":"","expires_in":3600}""", "no access_token")]
    [InlineData("""{"access_token":7,"expires_in":3600}""", "no access_token")]
    [InlineData("""{"access_token":null,"expires_in":3600}""", "no access_token")]
    [InlineData("""{"error":"invalid_client","error_description":"canary-3b9e-token"}""", "the error invalid_client")]
    [InlineData("""{"error":"canary-3b9e-token"}""", "no access_token")]
    [InlineData("""{"access_token":"canary-3b9e-token"}""", "no expires_in")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":null}""", "no expires_in")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":"soon"}""", "no expires_in")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":-1}""", "expires_in is not over zero")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":0}""", "expires_in is not over zero")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":315360001}""", "expires_in is not over zero")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":1e400}""", "no expires_in")]
    [InlineData("""{"access_token":"canary-3b9e-token\n","expires_in":3600}""", "printable ASCII")]
    [InlineData("""{"access_token":"canary 3b9e-token","expires_in":3600}""", "printable ASCII")]
    [InlineData("""{"access_token":"canary-3b9e-tokén","expires_in":3600}""", "printable ASCII")]
    [InlineData("""{"access_token":"canary-3b9e-token\u0000","expires_in":3600}""", "printable ASCII")]
    [InlineData("""{"access_token":"canary-3b9e-token\ud800","expires_in":3600}""", "access_token is not text")]
    [InlineData("""{"access_token":"canary-3b9e-token","expires_in":3600,"token_type":"mac"}""", "token_type is not Bearer")]
    public void Answer_that_can_not_be_used_is_refused_and_not_repeated(string json, string problem)
    {
        var error = Assert.Throws<FormatException>(() => AccessTokenAnswer.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void Token_and_answer_above_their_limits_are_refused()
    {
        var longest = new string('t', LtiLimits.MaxAccessTokenLength);
        Assert.Equal(longest, AccessTokenAnswer.Parse(Json(longest)).Token);
        Assert.Throws<FormatException>(() => AccessTokenAnswer.Parse(Json(longest + "t")));
        Assert.Contains("65536", Assert.Throws<FormatException>(() => AccessTokenAnswer.Parse(Json(new string('t', 1_048_576)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AccessTokenAnswer(longest + "t", TimeSpan.FromHours(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccessTokenAnswer("t", TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccessTokenAnswer("t", TimeSpan.MaxValue));

        static byte[] Json(string token) => Encoding.UTF8.GetBytes($$"""{"access_token":"{{token}}","expires_in":3600}""");
    }

    [Fact]
    public void Requests_are_equal_for_the_same_set_of_scopes()
    {
        var one = new AccessTokenRequest("https://lms.example.edu", "client", "https://lms.example.edu/token", ["b", "a", "b"]);
        var other = new AccessTokenRequest("https://lms.example.edu", "client", "https://lms.example.edu/token", ["a", "b"]);

        Assert.Equal(one, other);
        Assert.Equal((one.Id, one.GetHashCode(), "a b"), (other.Id, other.GetHashCode(), other.Scope));
        Assert.NotEqual(one, new AccessTokenRequest("https://lms.example.edu", "Client", "https://lms.example.edu/token", ["a", "b"]));
        Assert.NotEqual(one.Id, new AccessTokenRequest("https://lms.example.edu", "client", "https://lms.example.edu/token", ["ab"]).Id, StringComparer.Ordinal);
    }

    [Fact]
    public void Bad_parts_of_a_request_are_refused()
    {
        Func<object>[] refused =
        [
            () => Of(issuer: ""), () => Of(issuer: "a\0"), () => Of(issuer: new string('i', 256)), () => Of(issuer: null),
            () => Of(client: ""), () => Of(client: "\ud800"), () => Of(client: null),
            () => Of(url: "token"), () => Of(url: ""), () => Of(url: null), () => Of(url: "https://user:password@lms.example.edu"),
            () => With([]), () => With(null), () => With([""]), () => With([null!]), () => With(["a b"]), () => With(["a\0"]),
            () => With(["ä"]), () => With(["a\"b"]), () => With([new string('s', 4097)]),
        ];

        Assert.All(refused, static call => Assert.ThrowsAny<ArgumentException>(call));

        static AccessTokenRequest Of(
            string? issuer = "https://lms.example.edu", string? client = "client", string? url = "https://lms.example.edu/token")
            => new(issuer!, client!, url!, ["scope"]);
        static AccessTokenRequest With(string[]? scopes)
            => new("https://lms.example.edu", "client", "https://lms.example.edu/token", scopes!);
    }

    [Fact]
    public async Task Text_and_json_forms_of_a_token_do_not_show_it()
    {
        var storage = new TokenStorage();
        using var tokens = new Storage.AccessTokens(storage);
        var token = await tokens.GetAsync(
            TokenStorage.Request, static (_, _) => Task.FromResult(new AccessTokenAnswer(Secret, TimeSpan.FromHours(1))), TestContext.Current.CancellationToken);

        Assert.Equal(Secret, token.Value);
        Assert.DoesNotContain("canary", token.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", JsonSerializer.Serialize(token), StringComparison.Ordinal);
    }
}
