using System.Security.Cryptography;
using System.Text;

namespace QuickStart.Pages;

/// <summary>An inline script that the content security policy allows by its hash.</summary>
/// <remarks>Each page also works without its script.</remarks>
internal sealed class PageScript
{
    private PageScript(string text)
    {
        Html script = $"<script>";
        script.AppendLiteral(text);
        script.AppendLiteral("</script>");
        Html = script;
        Source = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
    }

    /// <summary>Posts the form that carries a login or an id_token.</summary>
    public static PageScript Submit { get; } = new("document.forms[0].submit()");

    /// <summary>Asks the platform to close the tool's frame or window (LTI Dynamic Registration 1.0).</summary>
    /// <remarks>The message holds no secret.</remarks>
    public static PageScript Close { get; } = new("(window.opener || window.parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*')");

    /// <summary>Follows the link named <c>done</c> when the tool in the frame sends the message of <see cref="Close"/>.</summary>
    public static PageScript LeaveOnClose { get; } = new(
        "addEventListener('message', message => { if (message.source === document.querySelector('iframe').contentWindow && "
        + "message.data?.subject === 'org.imsglobal.lti.close') location.assign(document.getElementById('done').href) })");

    public Html Html { get; }

    /// <summary>The source expression for a content security policy.</summary>
    public string Source { get; }
}
