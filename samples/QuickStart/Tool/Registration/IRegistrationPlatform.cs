namespace QuickStart.Tool.Registration;

/// <summary>What a tool asks of a platform when it registers. The answers are a stranger's: bounded in size, and not looked at yet.</summary>
internal interface IRegistrationPlatform
{
    /// <summary>The platform's configuration (OpenID Connect Discovery 1.0) as it was sent.</summary>
    Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken);

    /// <summary>Sends the tool's registration (OpenID Connect Dynamic Client Registration 1.0), and returns the platform's answer as it was sent.</summary>
    /// <exception cref="RequestRefusedException">The platform did not register the tool.</exception>
    Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken);
}
