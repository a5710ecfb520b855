// For people who look. A real tool rotates its keys in the background and needs such a page after a theft only.
using Lti.Storage;
using Microsoft.AspNetCore.Antiforgery;
using QuickStart.Tool;

namespace QuickStart.Administration;

/// <summary>Lists the keys that the tool signs with, by their state. It never shows a part of a key.</summary>
internal static class KeyPages
{
    public static void MapKeys(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/keys", ListAsync);
        admin.MapPost("/keys/rotate", RotateAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IToolKeyRing ring, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var keys = await ring.ListAsync(cancellationToken);
        Html list = keys.Count == 0
            ? $"<p>The list is empty. The first use of the keys makes one.</p>"
            : ListTable.Of(["Key", "State", "Signs from", "Added", "Protected"], keys.Select(Row));
        return Page.Show("Keys of the tool", $"""
            {list}
            <p>Platforms fetch <a href="{DeepLinking.KeySetPath}">the public key set</a>. A new key is announced there before it signs.</p>
            <form method="post" action="/admin/keys/rotate" class="actions">{Administrators.Token(antiforgery, context)}<button class="quiet">Announce the next key</button></form>
            {Banner.Html}
            """);
    }

    private static async Task<IResult> RotateAsync(IToolKeyRing ring, CancellationToken cancellationToken)
        => await ring.RotateAsync(cancellationToken)
            ? Results.LocalRedirect("/admin/keys")
            : throw new RequestRefusedException(StatusCodes.Status409Conflict, "The next key is announced already.");

    private static Html[] Row(ToolKey key) =>
    [
        Html.Text(key.KeyId),
        Html.Text(key.State),
        Html.Text(key.SignsFrom?.ToString("u")),
        Html.Text(key.AddedAt.ToString("u")),
        Html.Text(key.IsProtected switch { true => "yes", false => "no", null => "" }),
    ];
}
