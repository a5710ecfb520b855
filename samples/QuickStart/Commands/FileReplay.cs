// For people who look. A real tool has no such command.
using System.Text.Json;
using System.Text.Unicode;
using Lti.Storage;
using Microsoft.IdentityModel.Tokens;
using QuickStart.Platform;
using QuickStart.Tool;

namespace QuickStart.Commands;

/// <summary>Plays a file of claims through the platform's signing and the tool's launch.</summary>
internal sealed class FileReplay(ILtiStorage storage, Launches launches, IdTokens tokens, PlatformKey key, TimeProvider clock) : IFilePlayer
{
    private static readonly byte[] _byteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly JsonDocumentOptions _anyDepth = new() { MaxDepth = 100_000 };

    private static readonly LtiEndpoints _endpoints = new()
    {
        AuthorizationUrl = "https://platform.example.edu/authorize",
        TokenUrl = "https://platform.example.edu/token",
        JwksUrl = "https://platform.example.edu/jwks",
    };

    private readonly KnownKey _keySet = new(key);

    public static IReadOnlyList<string> Columns { get; } = ["file", "platform", "message type", "size", "stored", "equal", "replay refused", "listed", "user", "roles here", "line item", "login", "launch", "this tool", "time", ""];

    public async Task<IFileResult> RunAsync(string file, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var result = new FileResult(Path.GetFileName(file));
        try
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            result = result with { Size = bytes.Length };
            var json = bytes.AsMemory().Span.StartsWith(_byteOrderMark) ? bytes.AsMemory(_byteOrderMark.Length) : bytes;
            result = await PlayAsync(json, result, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            result = result with { Mistake = $"{e.GetType().Name}: {e.Message}" };
        }

        return result with { Time = clock.GetElapsedTime(started) };
    }

    private async Task<FileResult> PlayAsync(ReadOnlyMemory<byte> json, FileResult result, CancellationToken cancellationToken)
    {
        List<LtiSession> checkedSessions = [];
        var clients = await CountClientsAsync(cancellationToken);
        try
        {
            // The check covers the file with its own times and nonce and the file as it will be signed.
            await CheckAsync(Compose(json, nonce: null, ref result), checkedSessions, cancellationToken);
            await CheckAsync(Compose(json, LtiNonce.Create(), ref result), checkedSessions, cancellationToken);
        }
        catch (ArgumentException refused)
        {
            return result with { RefusedBy = Table.FirstLine(refused.Message), IsStored = await IsAnythingStoredAsync(clients, checkedSessions, cancellationToken) };
        }

        var platform = checkedSessions[^1].Platform;
        var launchKey = new LaunchKey(platform.Issuer!, platform.ClientId!, platform.DeploymentId!);
        var launch = await RegisterAsync(launchKey, cancellationToken);
        var resolved = await storage.ResolveLoginAsync(launchKey.Issuer, launchKey.ClientId, launchKey.DeploymentId, cancellationToken);
        result = result with { Login = resolved.Outcome, Launch = launch.Outcome };
        var client = await launches.ResolveAsync(launchKey.Issuer, launchKey.ClientId, launchKey.DeploymentId, cancellationToken);
        var login = await launches.BeginAsync(LtiLogin.Create(client) with { DeploymentId = launchKey.DeploymentId }, cancellationToken);
        var payload = Compose(json, login.Nonce, ref result);
        var idToken = tokens.Sign(payload);
        var launched = await launches.CompleteAsync(idToken, login, _keySet, rules: null, cancellationToken);

        var found = await storage.FindSessionAsync(launched.Id, cancellationToken);
        using var sent = JsonDocument.Parse(payload, _anyDepth);
        return result with
        {
            Platform = platform.Name ?? "",
            IsStored = found is not null,
            IsEqual = found is { Claims: { } claims } && found == launched && SameJson.Equal(sent.RootElement, claims),
            IsReplayRefused = await IsReplayRefusedAsync(idToken, login, launched, cancellationToken),
            IsListed = found is not null && await IsListedAsync(found, cancellationToken),
            User = found?.User.Id ?? "",
            Roles = found is null ? "" : SessionView.ContextRoles(found),
            LineItem = found?.Services.Ags?.LineItemUrl ?? "",
            Rules = CheckRules(payload, launchKey),
        };
    }

    /// <summary>Tells whether this tool would accept the launch. The files are of other tools, so the page named in them is not looked at.</summary>
    private static string CheckRules(byte[] payload, LaunchKey key)
    {
        try
        {
            using var claims = JsonDocument.Parse(payload, _anyDepth);
            var target = IdTokenVerifier.Text(claims.RootElement, LaunchRules.TargetLinkUri);
            new LaunchRules(PlatformUrl.Origin(target) ?? "").Check(new VerifiedToken(payload, key.Issuer, key.ClientId, key.DeploymentId, ""));
            return "accepts it";
        }
        catch (RequestRefusedException refused)
        {
            return Table.OneLine(refused.Message, 100);
        }
    }

    /// <summary>Registers the deployment of a launch if it is missing. A known client keeps its endpoints.</summary>
    private async Task<LtiLaunch> RegisterAsync(LaunchKey key, CancellationToken cancellationToken)
    {
        var launch = await storage.FindLaunchAsync(key, cancellationToken);
        switch (launch)
        {
            case { Client: null }:
                await storage.SaveLaunchConfigAsync(key, _endpoints, cancellationToken: cancellationToken);
                break;
            case { Outcome: LaunchOutcome.UnknownDeployment or LaunchOutcome.FoundThroughDefault }:
                await storage.EnsureDeploymentAsync(launch.Client.Id, key.DeploymentId, cancellationToken: cancellationToken);
                break;
            default:
                return launch;
        }

        return await storage.FindLaunchAsync(key, cancellationToken);
    }

    /// <summary>Returns whether the session is found by its user and its context, as a deletion by filter finds it.</summary>
    private async Task<bool> IsListedAsync(LtiSession session, CancellationToken cancellationToken)
    {
        var filter = new SessionFilter { Issuer = session.Platform.Issuer!, UserId = session.User.Id, ContextId = session.Context.Id };
        return await storage.ListSessionsAsync(filter, cancellationToken: cancellationToken).AnyAsync(listed => listed.Id == session.Id, cancellationToken);
    }

    /// <summary>Checks a payload and its size against the contract. The nonce is unknown, so that nothing is stored.</summary>
    private async Task CheckAsync(byte[] payload, List<LtiSession> checkedSessions, CancellationToken cancellationToken)
    {
        using var claims = JsonDocument.Parse(payload, _anyDepth);
        var session = LtiSession.FromClaims(payload, VerifiedToken.ClientOf(claims.RootElement));
        checkedSessions.Add(session);
        if (await storage.CompleteLaunchAsync(LtiNonce.Create(), session, cancellationToken: cancellationToken) != NonceOutcome.Unknown)
        {
            throw new InvalidOperationException("An unknown nonce was accepted.");
        }
    }

    /// <summary>Builds the payload. Text that is not a JSON object is left for the contract to refuse.</summary>
    private byte[] Compose(ReadOnlyMemory<byte> json, string? nonce, ref FileResult result)
    {
        try
        {
            using var document = Utf8.IsValid(json.Span) ? JsonDocument.Parse(json, _anyDepth) : null;
            if (document?.RootElement.ValueKind == JsonValueKind.Object)
            {
                result = result with { MessageType = MessageType(document.RootElement) };
                return tokens.Compose(document.RootElement, nonce);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The file is not JSON or a name has half a surrogate pair. The contract refuses it below.
        }

        _ = LtiSession.FromClaims(json.Span, verifiedClientId: null);
        throw new InvalidOperationException("The contract accepted a payload that the platform could not sign.");
    }

    private static string MessageType(JsonElement claims)
        => claims.TryGetProperty("https://purl.imsglobal.org/spec/lti/claim/message_type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";

    private async Task<bool> IsReplayRefusedAsync(string idToken, LtiLogin login, LtiSession launched, CancellationToken cancellationToken)
    {
        try
        {
            await launches.CompleteAsync(idToken, login, _keySet, rules: null, cancellationToken);
            return false;
        }
        catch (RequestRefusedException refused) when (refused.Message.Contains(nameof(NonceOutcome.AlreadyUsed), StringComparison.Ordinal))
        {
            return await storage.FindSessionAsync(launched.Id, cancellationToken) is not null;
        }
    }

    private async Task<bool> IsAnythingStoredAsync(int clientsBefore, IEnumerable<LtiSession> sessions, CancellationToken cancellationToken)
    {
        foreach (var session in sessions)
        {
            if (await storage.FindSessionAsync(session.Id, cancellationToken) is not null)
            {
                return true;
            }
        }

        return await CountClientsAsync(cancellationToken) != clientsBefore;
    }

    private async Task<int> CountClientsAsync(CancellationToken cancellationToken) => await storage.ListClientsAsync(cancellationToken: cancellationToken).CountAsync(cancellationToken);
}

/// <summary>The result of one file. An invalid file is as expected when nothing of it was stored.</summary>
internal sealed record FileResult(string File) : IFileResult
{
    public string Platform { get; init; } = "";

    public string MessageType { get; init; } = "";

    public long Size { get; init; }

    public bool IsStored { get; init; }

    public bool IsEqual { get; init; }

    public bool IsReplayRefused { get; init; }

    /// <summary>The user's id as the tool reads it.</summary>
    public string User { get; init; } = "";

    /// <summary>The roles in the course that the tool may grant rights by.</summary>
    public string Roles { get; init; } = "";

    /// <summary>The URL of the line item as sent.</summary>
    public string LineItem { get; init; } = "";

    /// <summary>The outcome of the login request. Null if the file was refused before.</summary>
    public LoginOutcome? Login { get; init; }

    /// <summary>The outcome of finding the launch. Null if the file was refused before.</summary>
    public LaunchOutcome? Launch { get; init; }

    /// <summary>Whether this tool accepts the launch, or why not. A storage keeps what a tool refuses.</summary>
    public string Rules { get; init; } = "";

    /// <summary>Whether listings by the user and by the context have the session.</summary>
    public bool IsListed { get; init; }

    /// <summary>The error that refused the file before anything was stored (contract rule E2).</summary>
    public string? RefusedBy { get; init; }

    /// <summary>The unexpected behaviour.</summary>
    public string? Mistake { get; init; }

    public TimeSpan Time { get; init; }

    public bool IsAsExpected => Mistake is null && (RefusedBy is not null ? !IsStored : IsStored && IsEqual && IsListed && IsReplayRefused);

    public IReadOnlyList<string> Cells =>
    [
        Table.OneLine(File, 100),
        Table.OneLine(Platform, 28),
        Table.OneLine(MessageType, 32),
        Table.Size(Size),
        Table.YesNo(IsStored),
        RefusedBy is null ? Table.YesNo(IsEqual) : "-",
        RefusedBy is null ? Table.YesNo(IsReplayRefused) : "-",
        RefusedBy is null ? Table.YesNo(IsListed) : "-",
        Table.OneLine(User, 40),
        Table.OneLine(Roles, 40),
        Table.OneLine(LineItem, 100),
        Login?.ToString() ?? "-",
        Launch?.ToString() ?? "-",
        RefusedBy is null ? Rules : "-",
        Table.Time(Time),
        Table.Note(Mistake, RefusedBy),
    ];
}

/// <summary>Gives the tool the simulated platform's key without a web server.</summary>
internal sealed class KnownKey(PlatformKey key) : IKeySets
{
    public Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken)
        => Task.FromResult<SecurityKey?>(keyId == key.Key.KeyId ? key.Key : null);
}
