using System.Text;
using QuickStart.Registration;

namespace Lti.Storage.QuickStart.Tests.Registration;

/// <summary>A platform that gives prepared answers and keeps its requests.</summary>
internal sealed class StubPlatform : IRegistrationPlatform
{
    public const string ConfigurationUrl = "https://lms.example.edu/.well-known/openid-configuration";

    public const string Configuration = """
        {
          "issuer": "https://lms.example.edu",
          "authorization_endpoint": "https://lms.example.edu/auth?tenant=1",
          "token_endpoint": "https://LMS.example.edu/token/",
          "jwks_uri": "https://keys.example.edu/jwks",
          "registration_endpoint": "https://lms.example.edu/register/43",
          "https://purl.imsglobal.org/spec/lti-platform-configuration": { "product_family_code": "example", "version": "4.1+", "vendor": [1e400] }
        }
        """;

    private int _registrations;

    public string Json { get; set; } = Configuration;

    public string Answer { get; set; } = """{ "client_id": "client-1", "https://purl.imsglobal.org/spec/lti-tool-configuration": { "deployment_id": "7" } }""";

    /// <summary>Runs while the platform registers the tool.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public int Registrations => _registrations;

    public (Uri Url, string? Token)? Fetched { get; private set; }

    public (Uri Endpoint, string? Token, string Registration)? Registered { get; private set; }

    public Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken)
    {
        Fetched = (url, token);
        return Task.FromResult(Encoding.UTF8.GetBytes(Json));
    }

    public async Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _registrations);
        Registered = (registrationEndpoint, token, Encoding.UTF8.GetString(registration));
        await Meanwhile();
        cancellationToken.ThrowIfCancellationRequested();
        return Encoding.UTF8.GetBytes(Answer);
    }
}
