// Copy this file: it binds a login to the browser that began it.
using System.Security.Cryptography;
using System.Text;
using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>Binds the login on the server to a browser. Without that an attacker could finish his own login in a victim's browser.</summary>
/// <remarks>
/// The browser proves itself by the nonce in a cookie. Where the cookie does not come back, the platform's storage has the hash of the state.
/// The cookie outlives the login, so that the nonce tells a late launch from a repeated one.
/// </remarks>
internal sealed class Logins(TimeProvider clock)
{
    private readonly BrowserCookies _cookies = new("login", TimeSpan.FromHours(1), clock);

    public void Bind(HttpContext context, LtiLogin login) => _cookies.Set(context, login.StateHash, login.Nonce);

    /// <summary>Returns whether the request comes from the browser that began the login.</summary>
    public bool IsFromItsBrowser(HttpRequest request, LtiLogin login) => AreEqual(Nonce(request, login.State), login.Nonce);

    /// <summary>Gets the nonce of a login that this browser began. Null if it began none or has launched.</summary>
    public string? Nonce(HttpRequest request, string state) => _cookies.Find(request, LtiLogin.HashState(state));

    /// <summary>Returns whether a value of the platform's storage is the proof of a login.</summary>
    public static bool IsProof(string? kept, LtiLogin login) => AreEqual(kept, login.StateHash);

    public void Forget(HttpContext context, string state) => _cookies.Delete(context, LtiLogin.HashState(state));

    private static bool AreEqual(string? kept, string expected)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(kept ?? ""), Encoding.UTF8.GetBytes(expected));
}
