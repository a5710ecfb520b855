using System.Text.Json;
using QuickStart.Platform.Registration;
using QuickStart.Tool.Registration;

namespace QuickStart.Register;

/// <summary>A platform whose configuration is a file's content, and whose registration endpoint is answered here, without a network between.</summary>
internal sealed class FilePlatform(byte[] configuration, RegistrationDesk desk) : IRegistrationPlatform
{
    /// <summary>The deployment that launches come from. Canvas makes it after the registration, so its answer does not name it; others' do.</summary>
    public const string DeploymentId = "1";

    private readonly JsonElement? _json = TryParse(configuration);

    /// <summary>The issuer, where the file gives one as text.</summary>
    public string Issuer => Text(_json, "issuer") ?? "";

    public string Product => Text(Claim, "product_family_code") ?? "";

    public bool TellsDeployment => Product != "canvas";

    public string Token { get; } = desk.NewToken();

    /// <summary>Where the configuration would be found: at the issuer's host, and where there is no such thing, anywhere.</summary>
    public string ConfigurationUrl => Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) && issuer.Host.Length > 0
        ? $"{(issuer.IsLoopback ? issuer.Scheme : Uri.UriSchemeHttps)}://{issuer.Authority}/.well-known/openid-configuration"
        : "https://platform.example.edu/.well-known/openid-configuration";

    /// <summary>How many registrations its endpoint has accepted.</summary>
    public int Accepted { get; private set; }

    private JsonElement? Claim => _json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(PlatformConfiguration.Claim, out var claim) ? claim : null;

    public Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken)
        => url.OriginalString == ConfigurationUrl && token == Token
            ? BoundedBody.ReadAsync(new MemoryStream(configuration), "The platform's configuration", cancellationToken)
            : throw new InvalidOperationException("The configuration was asked for elsewhere, or with another token.");

    public Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken)
    {
        if (registrationEndpoint.OriginalString != Text(_json, "registration_endpoint"))
        {
            throw new InvalidOperationException("The registration was sent elsewhere.");
        }

        var answer = desk.Register(Issuer, DeploymentId, TellsDeployment, token, registration);
        var body = JsonSerializer.SerializeToUtf8Bytes(answer.Body);
        if (answer.Status != StatusCodes.Status201Created)
        {
            throw RequestRefusedException.BadRequest(RegistrationError.Describe(answer.Status, body, token));
        }

        Accepted++;
        return Task.FromResult(body);
    }

    /// <summary>Read for itself: what the tool thinks of the file is what is tried.</summary>
    private static JsonElement? TryParse(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory(utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement? json, string name)
    {
        try
        {
            return json is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
