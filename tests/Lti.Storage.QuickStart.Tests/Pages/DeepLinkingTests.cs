using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Lti.Storage.QuickStart.Tests.Pages;

/// <summary>The tool answers deep linking requests with the key of its ring, and the platform checks them by the published set.</summary>
public sealed class DeepLinkingTests : IAsyncDisposable
{
    private readonly QuickStartFactory _factory = new();

    private IToolKeyRing Ring => _factory.Services.GetRequiredService<IToolKeyRing>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    [Theory]
    [InlineData("canvas")]
    [InlineData("moodle")]
    [InlineData("brightspace")]
    public async Task Answer_is_signed_by_the_ring_and_accepted_by_the_platform(string platform)
    {
        var browser = _factory.NewBrowser();
        var page = await ChooseAsync(browser, platform);
        Assert.Contains("Add an activity", page.Html, StringComparison.Ordinal);
        Assert.Equal((await Ring.GetSigningKeyAsync(Token)).KeyId, new JsonWebToken(page.Fields["JWT"]).Kid);

        var added = await browser.PostAsync(page.Action, page.Fields);

        Assert.Equal(HttpStatusCode.OK, added.Status);
        Assert.Contains("added the link that the tool chose", added.Html, StringComparison.Ordinal);
        Assert.Contains("Activity in ", added.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_before_a_rotation_is_accepted_after_it_and_one_of_a_revoked_key_is_refused()
    {
        var browser = _factory.NewBrowser();
        var page = await ChooseAsync(browser, "sakai");
        var first = new JsonWebToken(page.Fields["JWT"]).Kid;
        Assert.True(await Ring.RotateAsync(Token));
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync(page.Action, page.Fields)).Status);

        Assert.True(await Ring.RevokeAsync(first, Token));

        (await browser.PostAsync(page.Action, page.Fields)).ShouldRefuse("The answer is not signed by the tool");
        var next = await ChooseAsync(browser, "sakai");
        Assert.NotEqual(first, new JsonWebToken(next.Fields["JWT"]).Kid, StringComparer.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync(next.Action, next.Fields)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no token")]
    [InlineData("changed")]
    public async Task Answer_that_the_tool_did_not_sign_is_refused(string sent)
    {
        var browser = _factory.NewBrowser();
        var page = await ChooseAsync(browser, "canvas");
        var parts = page.Fields["JWT"].Split('.');
        var other = await ChooseAsync(browser, "moodle");
        var answer = sent == "changed" ? $"{parts[0]}.{other.Fields["JWT"].Split('.')[1]}.{parts[2]}" : sent;

        var refused = await browser.PostAsync(page.Action, [KeyValuePair.Create("JWT", answer)]);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task Key_set_has_a_max_age_and_an_ETag_that_saves_the_body()
    {
        var browser = _factory.NewBrowser();
        var (first, body) = await browser.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
        var tag = first.Headers.ETag!.Tag;

        var (same, nothing) = await browser.SendAsync(HttpMethod.Get, "/.well-known/jwks.json", null, ("If-None-Match", $"\"old\", {tag}"));
        Assert.True(await Ring.RotateAsync(Token));
        var (changed, next) = await browser.SendAsync(HttpMethod.Get, "/.well-known/jwks.json", null, ("If-None-Match", tag));

        Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromHours(1), first.Headers.CacheControl!.MaxAge);
        Assert.Equal((HttpStatusCode.NotModified, "", tag), (same.StatusCode, nothing, same.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.Tag, StringComparer.Ordinal);
        Assert.NotEqual(body, next, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Administrator_sees_the_keys_by_state_and_no_part_of_them()
    {
        var administrator = await _factory.NewAdministratorAsync();
        var first = (await Ring.GetSigningKeyAsync(Token)).KeyId;
        var page = await administrator.GetAsync("/admin/keys");
        Assert.Contains($"{first}</td><td data-label=\"State\">Active</td>", page.Html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostAsync("/admin/keys/rotate", page.Fields)).Status);
        var rotated = await administrator.GetAsync("/admin/keys");
        (await administrator.PostAsync("/admin/keys/rotate", page.Fields)).ShouldRefuse("announced already", HttpStatusCode.Conflict);

        Assert.Contains("<td data-label=\"State\">Announced</td>", rotated.Html, StringComparison.Ordinal);
        var key = await Ring.GetSigningKeyAsync(Token);
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: true);
        foreach (var secret in (byte[][])[parameters.D!, parameters.P!, parameters.Q!, parameters.Modulus!])
        {
            Assert.DoesNotContain(Convert.ToBase64String(secret)[..30], rotated.Html, StringComparison.Ordinal);
            Assert.DoesNotContain(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(secret)[..30], rotated.Html, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await _factory.NewBrowser().GetAsync("/admin/keys")).Status);
        Assert.Equal([true, true], (await Ring.ListAsync(Token)).Select(key => key.IsProtected!.Value));
    }

    private static async Task<Answer> ChooseAsync(Browser browser, string platform)
        => await browser.PostAsync("/tool/launch", await browser.LoginAsync(platform, message: "deep"));
}
