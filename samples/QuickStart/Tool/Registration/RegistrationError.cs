using Microsoft.AspNetCore.WebUtilities;

namespace QuickStart.Tool.Registration;

/// <summary>Describes a platform's refusal (OpenID Connect Dynamic Client Registration 1.0, section 3.3).</summary>
internal static class RegistrationError
{
    private const int MaxLength = 300;

    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body of the answer.</param>
    /// <param name="token">The registration token. An error that repeats this secret is not shown.</param>
    public static string Describe(int status, byte[] body, string? token)
    {
        var statusText = $"{status} {ReasonPhrases.GetReasonPhrase(status)}";
        var text = statusText;
        try
        {
            var json = StrictJson.Parse(body, "The error");
            text = string.Join(": ", new[] { statusText, json.Text("error", "The error"), json.Text("error_description", "The error") }.Where(part => part is not null));
        }
        catch (RequestRefusedException)
        {
            // The body is probably an HTML page. The status is enough.
        }

        if (token is not null && text.Contains(token, StringComparison.Ordinal))
        {
            return statusText;
        }

        return text.Length > MaxLength ? text[..(MaxLength - 1)] + "…" : text;
    }
}
