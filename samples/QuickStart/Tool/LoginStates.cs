using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace QuickStart.Tool;

/// <summary>Binds the state of a login to the browser that began it.</summary>
/// <remarks>
/// The state travels through the platform. A protected cookie holds the login of that state. A launch from another browser has no such
/// cookie.
/// </remarks>
internal sealed class LoginStates(IDataProtectionProvider protection)
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("QuickStart.Login").ToTimeLimitedDataProtector();

    public void Remember(HttpResponse response, PendingLogin login)
        => response.Cookies.Append(CookieName(login.State), _protector.Protect(JsonSerializer.Serialize(login), _lifetime), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = _lifetime,
            Path = "/tool",

            // A launch is a POST from the platform's site. It needs SameSite=None and so https. On http both sites are this machine.
            Secure = response.HttpContext.Request.IsHttps,
            SameSite = response.HttpContext.Request.IsHttps ? SameSiteMode.None : SameSiteMode.Lax,
        });

    public PendingLogin Recall(HttpRequest request, string state)
    {
        try
        {
            if (request.Cookies.TryGetValue(CookieName(state), out var cookie)
                && JsonSerializer.Deserialize<PendingLogin>(_protector.Unprotect(cookie)) is { } login
                && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(login.State), System.Text.Encoding.UTF8.GetBytes(state)))
            {
                return login;
            }
        }
        catch (CryptographicException)
        {
            // An expired or foreign cookie counts as absent.
        }

        throw RequestRefusedException.BadRequest("This browser has no open login with that state. Launch again from the platform.");
    }

    private static string CookieName(string state) => "lti-" + Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(state)).AsSpan(0, 8));
}
