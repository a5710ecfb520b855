// For people who look. A real tool has no such command.
using System.Text.Json;
using QuickStart.Platform;
using QuickStart.Registration;

namespace QuickStart.Commands;

/// <summary>A platform that reads its configuration from a file and answers registrations in this process.</summary>
internal sealed class FilePlatform(byte[] configuration, RegistrationDesk desk) : IRegistrationPlatform
{
    /// <summary>The deployment of the launches. Canvas creates it later and does not name it in its answer.</summary>
    public const string DeploymentId = "1";

    private readonly JsonElement? _json = TryParse(configuration);

    /// <summary>The issuer in the file. Empty when the file has none.</summary>
    public string Issuer => Text(_json, "issuer") ?? "";

    public string Product => Text(Claim, "product_family_code") ?? "";

    public bool TellsDeployment => Product != "canvas";

    public string Token { get; } = desk.NewToken();

    /// <summary>The address of the configuration. It is on the issuer's host if there is one.</summary>
    public string ConfigurationUrl => Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) && issuer.Host.Length > 0
        ? $"{(issuer.IsLoopback ? issuer.Scheme : Uri.UriSchemeHttps)}://{issuer.Authority}/.well-known/openid-configuration"
        : "https://platform.example.edu/.well-known/openid-configuration";

    /// <summary>The number of accepted registrations.</summary>
    public int Accepted { get; private set; }

    private JsonElement? Claim => _json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(PlatformConfiguration.Claim, out var claim) ? claim : null;

    public Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken)
        => url.OriginalString == ConfigurationUrl && token == Token
            ? BoundedBody.ReadAsync(new MemoryStream(configuration), "The platform's configuration", cancellationToken)
            : throw new InvalidOperationException("The tool requested the configuration from another address or with another token.");

    public Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken)
    {
        if (registrationEndpoint.OriginalString != Text(_json, "registration_endpoint"))
        {
            throw new InvalidOperationException("The tool sent the registration to another address.");
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

    // The platform parses the file itself, because the tool's parser is under test.
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
