// Copy this file: it gives each launch an address of its own and keeps the session's id out of it.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lti.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace QuickStart.Tool;

/// <summary>Issues and reads the tickets of launches.</summary>
/// <remarks>
/// <para>
/// A launch has a random address. The address alone opens nothing. Its ticket does: a protected value that holds the session's id and the
/// address. A cookie holds the ticket, or the platform's storage where the browser keeps no cookie. Each address has a cookie of its own, so
/// that two tabs don't mix.
/// </para>
/// <para>A tool on several nodes, or one whose users stay signed in over a restart, keeps the data protection keys in a place that all share.</para>
/// </remarks>
internal sealed class LaunchTickets(IDataProtectionProvider protection, ISessionStore sessions, TimeProvider clock)
{
    /// <summary>The header of a request whose browser keeps no cookie.</summary>
    public const string Header = "Lti-Launch";

    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(8);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("QuickStart.Launch").ToTimeLimitedDataProtector();
    private readonly IDataProtector _frames = protection.CreateProtector("QuickStart.Frame");
    private readonly BrowserCookies _cookies = new("launch", _lifetime, clock);

    /// <summary>Issues an address and its ticket for a session.</summary>
    public (string Address, string Ticket) Issue(LtiSession session)
    {
        var address = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
        return (address, WebEncoders.Base64UrlEncode(_protector.Protect(Encoding.UTF8.GetBytes($"{address}.{session.Id:N}"), _lifetime)));
    }

    public void Keep(HttpContext context, string address, string ticket) => _cookies.Set(context, address, ticket);

    /// <summary>Finds the session of an address. Null if the browser has no valid ticket for it or the session has ended.</summary>
    public async Task<LtiSession?> FindSessionAsync(HttpRequest request, string address, CancellationToken cancellationToken)
    {
        var ticket = request.Headers[Header] is [{ Length: > 0 } sent] ? sent : _cookies.Find(request, address);
        return Read(ticket, address) is { } id ? await sessions.FindSessionAsync(id, cancellationToken) : null;
    }

    /// <summary>Protects the frame of a launch, so that its address can hold it and no sender can change it.</summary>
    public string Protect(LaunchFrame frame) => WebEncoders.Base64UrlEncode(_frames.Protect(JsonSerializer.SerializeToUtf8Bytes(frame)));

    /// <summary>Reads a protected frame. Null if the address has none or a forged one.</summary>
    public LaunchFrame? ReadFrame(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<LaunchFrame>(_frames.Unprotect(WebEncoders.Base64UrlDecode(text)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private Guid? Read(string? ticket, string address)
    {
        try
        {
            return ticket is not null
                && Encoding.UTF8.GetString(_protector.Unprotect(WebEncoders.Base64UrlDecode(ticket))).Split('.') is [var owner, var session]
                && owner == address
                && Guid.TryParse(session, out var id)
                ? id
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
