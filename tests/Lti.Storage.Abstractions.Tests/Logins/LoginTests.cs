using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Provider;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Logins;

/// <summary>Tests the login as a value: its hash, text form and equality.</summary>
public sealed class LoginTests
{
    private const string Canary = "canary-51c3";

    private static readonly LtiLogin _login = new()
    {
        State = $"{Canary}-state",
        Nonce = $"{Canary}-nonce",
        Issuer = $"{Canary}-issuer",
        ClientId = $"{Canary}-client",
        DeploymentId = $"{Canary}-deployment",
        TargetLinkUri = $"https://{Canary}.example",
        StorageTarget = $"{Canary}-frame",
        Data = Launch.Json($$"""{"a":["{{Canary}}",1.50]}"""),
        ExpiresAt = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    public static TheoryData<string> Members { get; } =
        [.. typeof(LtiLogin).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    [Fact]
    public void Created_login_has_the_issuer_and_client_id_and_nothing_else()
    {
        var client = new LtiClient
        {
            Id = new(Guid.NewGuid()),
            Name = "name",
            Issuer = "issuer",
            ClientId = "client",
            Endpoints = new() { AuthorizationUrl = "https://a.example", TokenUrl = "https://t.example", JwksUrl = "https://j.example" },
        };
        foreach (var login in new[] { LtiLogin.Create("issuer", "client"), LtiLogin.Create(client) })
        {
            Assert.Equal(
                new LtiLogin { State = login.State, Nonce = login.Nonce, Issuer = "issuer", ClientId = "client" }, login);
            Assert.NotEqual(login.State, login.Nonce, StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Null_is_rejected()
    {
        Assert.Throws<ArgumentNullException>("issuer", () => LtiLogin.Create(null!, "client"));
        Assert.Throws<ArgumentNullException>("clientId", () => LtiLogin.Create("issuer", null!));
        Assert.Throws<ArgumentNullException>("client", () => LtiLogin.Create(null!));
        Assert.Throws<ArgumentNullException>("state", () => LtiLogin.HashState(null!));
    }

    [Theory]
    [InlineData("abc", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0")]
    [InlineData("", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")]
    public void Hash_of_a_state_is_SHA_256_as_base64url(string state, string hash)
    {
        Assert.Equal(hash, LtiLogin.HashState(state));
        Assert.Equal(hash, (_login with { State = state }).StateHash);
        Assert.DoesNotContain('=', hash);
    }

    [Fact]
    public void Hash_depends_on_the_state_alone()
    {
        Assert.NotEqual(
            _login.StateHash, (_login with { State = _login.State.ToUpperInvariant() }).StateHash, StringComparer.Ordinal);
        Assert.Equal(_login.StateHash, LtiLogin.FromDocument(_login.State, "other", "{}"u8).StateHash);
    }

    [Fact]
    [Trait("Rule", "E8")]
    [Trait("Rule", "G4")]
    public void Text_form_shows_no_member()
    {
        Assert.Equal("LtiLogin", _login.ToString());
        Assert.Equal("LtiLogin", $"{_login}");
    }

    [Fact]
    public void Logins_with_equal_members_are_equal()
    {
        var same = _login with { Data = Launch.Json($$"""{ "a" : [ "{{Canary}}", 1.5 ] }""") };

        Assert.Equal(_login, same);
        Assert.Equal(_login.GetHashCode(), same.GetHashCode());
        Assert.Equal(_login with { Data = null }, same with { Data = null });
        Assert.False(_login.Equals(null));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Logins_that_differ_in_one_member_are_not_equal(string member)
    {
        var property = typeof(LtiLogin).GetProperty(member)!;
        List<object?> others = property.PropertyType == typeof(string)
            ? [((string)property.GetValue(_login)!).ToUpperInvariant(), null]
            : property.PropertyType == typeof(DateTimeOffset?)
                ? [_login.ExpiresAt + TimeSpan.FromTicks(1), null]
                : [Launch.Json("{}"), null];
        foreach (var value in others.Where(value => value is not null || member is not nameof(LtiLogin.State)))
        {
            var other = _login with { };
            property.SetValue(other, value);

            Assert.NotEqual(_login, other);
            Assert.NotEqual(other, _login);
        }
    }

    [Fact]
    [Trait("Rule", "E4")]
    public void Data_outlive_the_document_that_they_come_from()
    {
        LtiLogin login;
        using (var document = JsonDocument.Parse("""{"a":1}"""))
        {
            login = _login with { Data = document.RootElement };
        }

        Assert.Equal(1, login.Data!.Value.GetProperty("a").GetInt32());
    }

    [Fact]
    [Trait("Rule", "E2")]
    public void Data_without_a_value_are_rejected()
        => Assert.Throws<ArgumentException>(() => _login with { Data = default(JsonElement) });

    [Theory]
    [Trait("Rule", "E2")]
    [InlineData("[]", "JSON object")]
    [InlineData("\"canary-51c3\"", "JSON object")]
    [InlineData("null", "JSON object")]
    [InlineData("{\"canary-51c3\":\"\\u0000\"}", "U+0000")]
    [InlineData("{\"canary-51c3\\ud800\":1}", "surrogate")]
    [InlineData("{\"canary-51c3\":1e1000}", "1000 digits")]
    public async Task Data_that_cannot_be_stored_are_rejected_before_the_provider_is_called(string data, string word)
    {
        var provider = new RecordingProvider();

        var error = await Assert.ThrowsAsync<ArgumentException>(
            "login.Data",
            async () => await provider.BeginLoginAsync(
                _login with { Data = Launch.Json(data) }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }

    [Fact]
    public async Task Provider_gets_the_data_without_duplicates_and_the_login_without_an_expiry()
    {
        var provider = new RecordingProvider();

        await provider.BeginLoginAsync(
            _login with { Data = Launch.Json("""{"a":1,"b":{"c":1,"c":2},"a":3}""") }, cancellationToken: TestContext.Current.CancellationToken);

        var stored = Assert.Single(provider.Calls).Arguments[0];
        Assert.Equal(_login with { Data = Launch.Json("""{"a":3,"b":{"c":2}}"""), ExpiresAt = null }, stored);
    }
}
