namespace QuickStart.Tool.Registration;

/// <summary>Sends the tool's registration requests. Answers are limited in size and otherwise unchecked.</summary>
internal interface IRegistrationPlatform
{
    /// <summary>Fetches the platform's configuration (OpenID Connect Discovery 1.0) as sent.</summary>
    Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken);

    /// <summary>Sends the tool's registration (OpenID Connect Dynamic Client Registration 1.0) and returns the answer as sent.</summary>
    /// <exception cref="RequestRefusedException">The platform did not register the tool.</exception>
    Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken);
}
