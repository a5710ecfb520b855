using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Platform;

/// <summary>The platform's part in LTI Deep Linking 2.0: it asks the tool for a link and checks the answer.</summary>
internal sealed class DeepLinks(IHttpClientFactory http)
{
    /// <summary>The client that fetches the tool's key set.</summary>
    public const string HttpClientName = "tool key sets";

    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";
    private const string DeepLinkingClaim = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    private const string Data = "the course page, section 3";

    private static readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>The claims that make a launch a deep linking request.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Claims(string own, SimulatedPlatform platform) =>
    [
        new(Claim + "message_type", JsonSerializer.SerializeToElement("LtiDeepLinkingRequest")),
        new(DeepLinkingClaim + "deep_linking_settings", JsonSerializer.SerializeToElement(new
        {
            deep_link_return_url = $"{own}/platform/{platform.Slug}/deep-links",
            accept_types = (string[])["ltiResourceLink"],
            accept_presentation_document_targets = (string[])["iframe", "window"],
            title = $"Activity in {platform.Course}",
            data = Data,
        })),
    ];

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/platform/{slug}/deep-links", AddAsync).DisableAntiforgery();

    private static async Task<IResult> AddAsync(string slug, HttpContext context, DeepLinks links, RegistrationDesk desk, CancellationToken cancellationToken)
    {
        var platform = SimulatedPlatform.Get(slug);
        var answer = (await Parameters.ReadAsync(context.Request, cancellationToken)).Required("JWT");
        var (token, keyId) = await links.VerifyAsync(answer, platform, context, desk, cancellationToken);
        var items = token.GetPayloadValue<JsonElement>(DeepLinkingClaim + "content_items");
        return Page.Show($"{platform.Name}: {platform.Course}", $"""
            <p class="good">{platform.Name} added the link that the tool chose.</p>
            <ul>{Html.Join(items.EnumerateArray().Select(item => (Html)$"<li>{item.Text("title", "The answer") ?? "A link"}</li>"))}</ul>
            <p>The tool signed its answer with the key {keyId} of its published set.</p>
            """, new PageOptions { FrameAncestors = ["'self'"] });
    }

    private async Task<(JsonWebToken Token, string KeyId)> VerifyAsync(
        string answer, SimulatedPlatform platform, HttpContext context, RegistrationDesk desk, CancellationToken cancellationToken)
    {
        if (!_handler.CanReadToken(answer))
        {
            throw RequestRefusedException.BadRequest("The answer is not a signed JWT.");
        }

        var clientId = _handler.ReadJsonWebToken(answer).Issuer;
        var tool = desk.Find(RegistrationPages.Issuer(context, platform), clientId) ?? RegisteredTool.Ready(platform, ToolAddress.Root(context));
        using var client = http.CreateClient(HttpClientName);
        var keys = new JsonWebKeySet(await client.GetStringAsync(new Uri(tool.KeySetUrl), cancellationToken));
        var validated = await _handler.ValidateTokenAsync(answer, new TokenValidationParameters
        {
            ValidIssuer = tool.ClientId,
            ValidAudience = tool.Issuer,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireExpirationTime = true,
        });
        return validated is { IsValid: true, SecurityToken: JsonWebToken token }
            && Value(token, Claim + "message_type") == "LtiDeepLinkingResponse"
            && Value(token, Claim + "version") == "1.3.0"
            && Value(token, DeepLinkingClaim + "data") == Data
            && Value(token, "nonce") is { Length: > 0 }
            ? (token, token.Kid)
            : throw RequestRefusedException.BadRequest("The answer is not signed by the tool, has expired, or belongs to another request.");
    }

    private static string? Value(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var value) ? value : null;
}
