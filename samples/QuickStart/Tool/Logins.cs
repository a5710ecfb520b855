// Copy this file: it binds a login to the browser that began it.
using System.Security.Cryptography;
using System.Text;
using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>Binds the login on the server to a browser. Without that an attacker could finish his own login in a victim's browser.</summary>
/// <remarks>
/// The browser proves itself by the hash of the state: in a cookie, or in the platform's storage where the cookie does not come back. The
/// cookie outlives the login, so that a late launch is refused for its age and not for a missing cookie.
/// </remarks>
internal sealed class Logins(TimeProvider clock)
{
    private readonly BrowserCookies _cookies = new("login", TimeSpan.FromHours(1), clock);

    public void Bind(HttpContext context, LtiLogin login) => _cookies.Set(context, login.StateHash, login.StateHash);

    /// <summary>Returns whether the request comes from the browser that began the login.</summary>
    public bool IsFromItsBrowser(HttpRequest request, LtiLogin login) => IsProof(_cookies.Find(request, login.StateHash), login);

    /// <summary>Returns whether a value that the browser kept is the proof of a login.</summary>
    public static bool IsProof(string? kept, LtiLogin login)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(kept ?? ""), Encoding.UTF8.GetBytes(login.StateHash));

    public void Forget(HttpContext context, string state) => _cookies.Delete(context, LtiLogin.HashState(state));
}
