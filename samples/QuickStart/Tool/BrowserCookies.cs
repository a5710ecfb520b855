// Copy this file: the tool's cookies in a platform's frame.
using System.Globalization;

namespace QuickStart.Tool;

/// <summary>Keeps a bounded number of cookies of one kind in a browser: one for each login, each launch or each registration.</summary>
/// <remarks>
/// <para>
/// A cookie for each keeps tabs apart. Without a bound the cookies of unfinished logins would soon fill the header that a server accepts,
/// and the browser would get 431 everywhere. The oldest ones go first.
/// </para>
/// <para>
/// The prefix <c>__Host-</c> keeps other hosts of the domain from setting the cookie. <c>Partitioned</c> gives each platform's frame a jar of
/// its own, which some browsers that block third-party cookies still keep. A browser must be on https. On http it keeps such a cookie only
/// for this machine, and Safari not even then.
/// </para>
/// </remarks>
internal sealed class BrowserCookies(string kind, TimeSpan lifetime, TimeProvider clock)
{
    public const int Kept = 8;

    private readonly string _prefix = $"__Host-lti-{kind}-";

    /// <summary>Sets the cookie of a key. The oldest cookies beyond the bound are deleted.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="key">The key: characters of base64url.</param>
    /// <param name="value">The value: characters of base64url.</param>
    public void Set(HttpContext context, string key, string value)
    {
        var others = context.Request.Cookies.Where(cookie => cookie.Key.StartsWith(_prefix, StringComparison.Ordinal) && cookie.Key != _prefix + key);
        foreach (var old in others.OrderByDescending(cookie => Split(cookie.Value).SetAt).Skip(Kept - 1))
        {
            context.Response.Cookies.Delete(old.Key, Options());
        }

        var setAt = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Cookies.Append(_prefix + key, $"{setAt}.{value}", Options(lifetime));
    }

    /// <summary>Gets the value of a key's cookie. Null if the browser sent none.</summary>
    public string? Find(HttpRequest request, string key) => request.Cookies[_prefix + key] is { } cookie ? Split(cookie).Value : null;

    public void Delete(HttpContext context, string key)
    {
        if (context.Request.Cookies.ContainsKey(_prefix + key))
        {
            context.Response.Cookies.Delete(_prefix + key, Options());
        }
    }

    private static (long SetAt, string Value) Split(string cookie)
        => cookie.Split('.', 2) is [var time, var value] && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var setAt) ? (setAt, value) : (0, "");

    private static CookieOptions Options(TimeSpan? lifetime = null)
    {
        var options = new CookieOptions { HttpOnly = true, IsEssential = true, Secure = true, SameSite = SameSiteMode.None, Path = "/", MaxAge = lifetime };
        options.Extensions.Add("Partitioned");
        return options;
    }
}
