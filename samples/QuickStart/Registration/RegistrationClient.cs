// Copy this file: it sends requests to addresses of strangers within bounds.
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using QuickStart.Tool;

namespace QuickStart.Registration;

/// <summary>Sends registration requests over HTTP.</summary>
/// <remarks>
/// Each address comes from a browser or from the platform. Answers are limited in size and time. Redirects are not followed. Only public
/// addresses are connected to (<see cref="PublicAddresses"/>).
/// </remarks>
internal sealed class RegistrationClient(HttpClient http, TimeProvider clock) : IRegistrationPlatform
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    public async Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(request, token, "The platform's configuration", cancellationToken);
    }

    public async Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, registrationEndpoint) { Content = new ByteArrayContent(registration) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(request, token, "The platform's answer to the registration", cancellationToken);
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage request, string? token, string what, CancellationToken cancellationToken)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var late = new CancellationTokenSource(_timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            if (status is >= 300 and < 400)
            {
                throw RequestRefusedException.BadRequest($"{what} is a redirect ({status}). The tool does not follow redirects.");
            }

            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var body = await BoundedBody.ReadAsync(stream, what, either.Token);
            return response.IsSuccessStatusCode ? body : throw RequestRefusedException.BadRequest($"{what} is an error: {RegistrationError.Describe(status, body, token)}");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"{what} timed out after {_timeout.TotalSeconds} seconds.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The reason stays secret. It would tell the sender about hosts behind the firewall.
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"{what} could not be read. No public address of that host answers.", e);
        }
    }
}

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
            text = string.Join(": ", new[] { statusText, json.Text("error", "The error"), json.Text("error_description", "The error"), Errors(json) }.Where(part => part is not null));
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

    /// <summary>Reads the list <c>errors</c> that some platforms send instead: of texts, or of objects with a message.</summary>
    private static string? Errors(JsonElement json) => json.Member("errors") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } errors => string.Join("; ", errors.EnumerateArray().Select(error => error.ValueKind switch
        {
            JsonValueKind.String => error.GetString(),
            JsonValueKind.Object => error.Text("message", "The error") ?? error.Text("error", "The error"),
            _ => null,
        }).OfType<string>()) is { Length: > 0 } texts ? texts : null,
        { ValueKind: JsonValueKind.String } error => error.GetString(),
        { ValueKind: JsonValueKind.Object } errors => errors.GetRawText(),
        _ => null,
    };
}

/// <summary>Sends the tool's registration requests. Answers are limited in size and otherwise unchecked.</summary>
internal interface IRegistrationPlatform
{
    /// <summary>Fetches the platform's configuration (OpenID Connect Discovery 1.0) as sent.</summary>
    Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken);

    /// <summary>Sends the tool's registration (OpenID Connect Dynamic Client Registration 1.0) and returns the answer as sent.</summary>
    /// <exception cref="RequestRefusedException">The platform did not register the tool.</exception>
    Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken);
}
