// Copy this file: it checks addresses that a stranger gives.
using Lti.Storage;

namespace QuickStart.Shared;

/// <summary>Checks URLs that a platform gives. They are fetched and stored unchanged.</summary>
internal static class PlatformUrl
{
    public static Uri Require(string value, string name, int maxLength = LtiLimits.MaxEndpointLength)
    {
        if (value.Length > maxLength)
        {
            throw RequestRefusedException.BadRequest($"'{name}' is longer than {maxLength} characters.");
        }

        // The class Uri trims spaces and accepts backslashes as slashes.
        var isHttp = value.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || value.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        if (!isHttp
            || value.Any(char.IsWhiteSpace)
            || !Uri.TryCreate(value, UriKind.Absolute, out var url))
        {
            throw RequestRefusedException.BadRequest($"'{name}' must be an absolute https URL.");
        }

        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            throw RequestRefusedException.BadRequest($"'{name}' must be https. Only a platform on this machine may use http.");
        }

        return url is { UserInfo: "", Fragment: "" } ? url : throw RequestRefusedException.BadRequest($"'{name}' must have neither a user nor a fragment.");
    }

    /// <summary>Gets the origin of a URL: scheme, host and port. Ports and schemes are compared, not hosts alone.</summary>
    public static string Origin(Uri url) => $"{url.Scheme}://{(url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost)}{(url.IsDefaultPort ? "" : $":{url.Port}")}";

    /// <summary>Gets the origin of a URL text. Null if it is no http URL.</summary>
    public static string? Origin(string? url)
        => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme == Uri.UriSchemeHttps || parsed.Scheme == Uri.UriSchemeHttp) ? Origin(parsed) : null;
}
