using Lti.Storage;

namespace QuickStart.Tool.Registration;

/// <summary>The addresses that a platform gives are fetched from here and stored verbatim, so they have to be right as they stand.</summary>
internal static class PlatformUrl
{
    public static Uri Require(string value, string name, int maxLength = LtiLimits.MaxEndpointLength)
    {
        if (value.Length > maxLength)
        {
            throw RequestRefusedException.BadRequest($"'{name}' is longer than {maxLength} characters.");
        }

        // Uri trims space and takes backslashes for slashes.
        var isHttp = value.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || value.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        if (!isHttp
            || value.Any(char.IsWhiteSpace)
            || !Uri.TryCreate(value, UriKind.Absolute, out var url))
        {
            throw RequestRefusedException.BadRequest($"'{name}' must be an absolute https URL.");
        }

        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            throw RequestRefusedException.BadRequest($"'{name}' must be https: http is for a platform on this machine alone.");
        }

        return url is { UserInfo: "", Fragment: "" } ? url : throw RequestRefusedException.BadRequest($"'{name}' must have neither a user nor a fragment.");
    }
}
