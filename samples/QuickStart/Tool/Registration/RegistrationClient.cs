using System.Net.Http.Headers;

namespace QuickStart.Tool.Registration;

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
