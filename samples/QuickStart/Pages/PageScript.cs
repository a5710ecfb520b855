using System.Security.Cryptography;
using System.Text;

namespace QuickStart.Pages;

/// <summary>An inline script. The page's content security policy allows it by its hash, and no other; each page works without it too.</summary>
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

    /// <summary>Sends the form that carries a login or an id_token on, as LTI does.</summary>
    public static PageScript Submit { get; } = new("document.forms[0].submit()");

    /// <summary>Tells the platform, which opened the tool's page in a frame or a window, to close it (LTI Dynamic Registration 1.0). It holds nothing secret.</summary>
    public static PageScript Close { get; } = new("(window.opener || window.parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*')");

    /// <summary>The platform's side of <see cref="Close"/>: goes where the page's link named done leads, once the tool in the frame says so.</summary>
    public static PageScript LeaveOnClose { get; } = new(
        "addEventListener('message', message => { if (message.source === document.querySelector('iframe').contentWindow && "
        + "message.data?.subject === 'org.imsglobal.lti.close') location.assign(document.getElementById('done').href) })");

    public Html Html { get; }

    /// <summary>Its source expression in a content security policy.</summary>
    public string Source { get; }
}
