using System.Security.Cryptography;
using System.Text;

namespace QuickStart.Shared;

/// <summary>An inline script that the content security policy allows by its hash.</summary>
internal sealed class PageScript
{
    public PageScript(string text)
    {
        // A browser hashes the text after it has normalised line ends.
        text = text.ReplaceLineEndings("\n");
        Html script = $"<script>";
        script.AppendLiteral(text);
        script.AppendLiteral("</script>");
        Html = script;
        Source = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
    }

    /// <summary>Posts the form that carries a login or an id_token.</summary>
    public static PageScript Submit { get; } = new("document.forms[0].submit()");

    public Html Html { get; }

    /// <summary>The source expression for a content security policy.</summary>
    public string Source { get; }
}
