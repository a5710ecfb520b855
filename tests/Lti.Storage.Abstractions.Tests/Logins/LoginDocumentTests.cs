using System.Text;
using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Logins;

/// <summary>Tests the document in which providers store a login.</summary>
public sealed class LoginDocumentTests
{
    private static readonly DateTimeOffset _expiry = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string?, string?, string?, string?> Optional { get; } = new()
    {
        { null, null, null, null },
        { "deployment", null, null, null },
        { null, "https://tool.example/launch?a=b c&d=\"'<>#é", null, null },
        { null, null, "_parent", null },
        { null, "", "", null },
        { null, null, null, "{}" },
        { " odd\t\u0001\ufeff\uffff😀 ", "x", "y", """{"a":[1.50,1e400,null,true,"\u2028é"],"b":{"a":{}}}""" },
    };

    [Theory]
    [Trait("Rule", "G2")]
    [MemberData(nameof(Optional))]
    public void Login_is_read_back_as_it_was_written(string? deploymentId, string? targetLinkUri, string? storageTarget, string? data)
    {
        var login = LtiLogin.Create("https://LMS.example.edu/", "client \"1\"") with
        {
            DeploymentId = deploymentId,
            TargetLinkUri = targetLinkUri,
            StorageTarget = storageTarget,
            Data = data is null ? null : Launch.Json(data),
        };
        var document = login.ToUtf8Document();

        Assert.Equal(login, LtiLogin.FromDocument(login.State, login.Nonce, document));
        Assert.Equal(login with { ExpiresAt = _expiry }, LtiLogin.FromDocument(login.State, login.Nonce, document, _expiry));
        Assert.Equal(document, (login with { ExpiresAt = _expiry }).ToUtf8Document());
    }

    [Fact]
    public void Document_has_the_names_that_other_programs_read()
    {
        var login = LtiLogin.Create("i", "c") with
        {
            DeploymentId = "d",
            TargetLinkUri = "t",
            StorageTarget = "s",
            Data = Launch.Json("""{"a":1}"""),
        };

        Launch.AssertSameJson(
            """{"issuer":"i","clientId":"c","deploymentId":"d","targetLinkUri":"t","storageTarget":"s","data":{"a":1}}""",
            JsonElement.Parse(login.ToUtf8Document()));
    }

    [Fact]
    public void Absent_members_and_the_keys_of_the_row_are_not_in_the_document()
        => Launch.AssertSameJson("""{"issuer":"i","clientId":"c"}""", JsonElement.Parse(LtiLogin.Create("i", "c").ToUtf8Document()));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{"Issuer":"i","state":"other","nonce":"other","later":[1]}""")]
    [InlineData("""{"issuer":null,"clientId":null,"deploymentId":null,"targetLinkUri":null,"storageTarget":null,"data":null}""")]
    [InlineData("""{"issuer":1,"clientId":{},"deploymentId":[],"targetLinkUri":true,"storageTarget":2,"data":"text"}""")]
    [InlineData("""{"issuer":"\ud800","clientId":"\udc00","deploymentId":"\ud800","data":[]}""")]
    public void Members_of_a_foreign_document_without_a_usable_value_read_as_absent(string document)
        => Assert.Equal(
            new LtiLogin { State = "state", Nonce = "nonce", Issuer = "", ClientId = "" },
            LtiLogin.FromDocument("state", "nonce", Encoding.UTF8.GetBytes(document)));

    [Fact]
    public void Usable_members_of_a_foreign_document_are_read_beside_others()
        => Assert.Equal(
            new LtiLogin { State = "state", Nonce = "nonce", Issuer = "i", ClientId = "", StorageTarget = "s", Data = Launch.Json("""{"a":2}""") },
            LtiLogin.FromDocument(
                "state", "nonce", """ {"issuer":"i","clientId":7,"later":{},"storageTarget":"s","data":{"a":2}} """u8));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} canary-4d11")]
    public void Text_that_is_not_JSON_is_an_error_of_JSON(string document)
    {
        var error = Assert.ThrowsAny<JsonException>(() => LtiLogin.FromDocument("canary-4d11", "canary-4d11", Encoding.UTF8.GetBytes(document)));

        Assert.DoesNotContain("canary-4d11", error.ToString(), StringComparison.Ordinal);
    }
}
