using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace QuickStart.Tool;

/// <summary>
/// Binds the state of a login to the browser that began it: the state travels through the platform, and a protected cookie says which login it belongs
/// to. A launch from another browser has no such cookie.
/// </summary>
internal sealed class LoginStates(IDataProtectionProvider protection)
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("QuickStart.Login").ToTimeLimitedDataProtector();

    public static string NewValue() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public void Remember(HttpResponse response, PendingLogin login)
        => response.Cookies.Append(CookieName(login.State), _protector.Protect(JsonSerializer.Serialize(login), _lifetime), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = _lifetime,
            Path = "/tool",

            // A launch is a POST from the platform's site, which takes None, and None takes https. On http both are this machine.
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
            // A cookie that is expired or not ours is none.
        }

        throw RequestRefusedException.BadRequest("This browser did not begin a login with that state, or did so too long ago. Launch again from the platform.");
    }

    private static string CookieName(string state) => "lti-" + Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(state)).AsSpan(0, 8));
}
