using System.Text.Json;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Makes every call of a storage with a secret in each value that is one.</summary>
/// <remarks>Clients are public, but their names are secret here.</remarks>
internal sealed class SecretCalls(string canary)
{
    /// <summary>The number of calls that <see cref="CallAllAsync"/> makes.</summary>
    public const int Count = 36;

    private readonly LaunchKey _key = Sample.LaunchKey();
    private LtiClient? _client;
    private LtiDeployment? _deployment;

    public string Nonce { get; } = $"{canary}-nonce";

    public LtiSession Session { get; } = Sample.Session(user: $"{canary}-user", name: $"{canary}-name");

    public NewClient Client => Sample.Client() with { Issuer = _key.Issuer, Name = $"{canary}-client" };

    public LtiLogin Login { get; } = new()
    {
        State = $"{canary}-state",
        Nonce = $"{canary}-login",
        Issuer = "https://lms.example.edu",
        ClientId = "client",
        Data = JsonElement.Parse($$"""{"user":"{{canary}}-data"}"""),
    };

    private LtiRegistrationSession Registration { get; } = Sample.Registration($"{canary}-token");

    private SessionFilter Filter { get; } = new() { Issuer = "https://lms.example.edu", UserId = $"{canary}-user" };

    /// <summary>Stores the rows that the calls need.</summary>
    public async Task PrepareAsync(ILtiStorage storage, CancellationToken cancellationToken)
    {
        _client = await storage.AddClientAsync(Client, cancellationToken);
        _deployment = await storage.AddDeploymentAsync(_client.Id, new NewDeployment { DeploymentId = _key.DeploymentId, Name = $"{canary}-deployment" }, cancellationToken);
        await storage.StoreNonceAsync(Nonce, cancellationToken: cancellationToken);
        await storage.BeginLoginAsync(Login, cancellationToken: cancellationToken);
        await storage.AddSessionAsync(Session, cancellationToken: cancellationToken);
        await storage.SaveRegistrationSessionAsync(Registration, cancellationToken: cancellationToken);
    }

    /// <summary>Makes all calls concurrently and returns their exceptions.</summary>
    public async Task<IReadOnlyList<Exception>> CallAllAsync(PostgreSqlLtiStorage storage, CancellationToken cancellationToken)
    {
        var (client, deployment) = (_client!.Id, _deployment!.Id);
        var token = new AccessTokenRequest(_key.Issuer, _key.ClientId, "https://lms.example.edu/token", ["scope"]);
        var lease = Guid.NewGuid();
        var secret = new StoredSecret(System.Text.Encoding.UTF8.GetBytes($"{canary}-token"), IsProtected: true);
        var stored = new NewAccessToken { TokenId = Guid.NewGuid(), Token = secret, Lifetime = TimeSpan.FromHours(1) };
        Func<Task>[] calls =
        [
            () => storage.LeaseAccessTokenAsync(token, lease, TimeSpan.Zero, TimeSpan.FromHours(1), cancellationToken).AsTask(),
            () => storage.StoreAccessTokenAsync(token, lease, stored, cancellationToken).AsTask(),
            () => storage.BeginLoginAsync(Login with { State = $"{Login.State} 2", Nonce = $"{Login.Nonce} 2" }, cancellationToken: cancellationToken).AsTask(),
            () => storage.BeginLoginAsync(Login with { Nonce = $"{Login.Nonce} 3" }, cancellationToken: cancellationToken).AsTask(),
            () => storage.BeginLoginAsync(Login with { State = $"{Login.State} 3" }, cancellationToken: cancellationToken).AsTask(),
            () => storage.FindLoginAsync(Login.State, cancellationToken).AsTask(),
            () => storage.CompleteLaunchAsync(Login, Sample.Session(user: $"{canary}-user"), cancellationToken: cancellationToken).AsTask(),
            () => storage.FindClientAsync(_key.Issuer, _key.ClientId, cancellationToken).AsTask(),
            () => storage.FindClientsAsync(_key.Issuer, _key.DeploymentId, cancellationToken).AsTask(),
            () => storage.StoreNonceAsync($"{Nonce} 2", cancellationToken: cancellationToken).AsTask(),
            () => storage.StoreNonceAsync(Nonce, cancellationToken: cancellationToken).AsTask(),
            () => storage.ConsumeNonceAsync(Nonce, cancellationToken).AsTask(),
            () => storage.ClaimNonceAsync($"{Nonce} 3", cancellationToken: cancellationToken).AsTask(),
            () => storage.CompleteLaunchAsync(Nonce, Sample.Session(user: $"{canary}-user"), cancellationToken: cancellationToken).AsTask(),
            () => storage.AddSessionAsync(Sample.Session(user: $"{canary}-user"), cancellationToken: cancellationToken).AsTask(),
            () => storage.FindSessionAsync(Session.Id, cancellationToken).AsTask(),
            () => storage.RenewSessionAsync(Session.Id, TimeSpan.FromDays(9), cancellationToken).AsTask(),
            () => storage.DeleteSessionAsync(Session.Id, cancellationToken).AsTask(),
            () => ReadAsync(storage.ListSessionsAsync(Filter, cancellationToken: cancellationToken)),
            () => storage.DeleteSessionsAsync(Filter, cancellationToken).AsTask(),
            () => storage.SaveRegistrationSessionAsync(Registration, cancellationToken: cancellationToken).AsTask(),
            () => storage.FindRegistrationSessionAsync(Registration.Id, cancellationToken).AsTask(),
            () => storage.ConsumeRegistrationSessionAsync(Registration.Id, cancellationToken).AsTask(),
            () => storage.DeleteRegistrationSessionAsync(Registration.Id, cancellationToken).AsTask(),
            () => storage.FindLaunchConfigAsync(_key, cancellationToken).AsTask(),
            () => storage.SaveLaunchConfigAsync(_key, Sample.Endpoints, cancellationToken: cancellationToken).AsTask(),
            () => storage.AddClientAsync(Sample.Client() with { Name = $"{canary}-new" }, cancellationToken).AsTask(),
            () => storage.UpdateClientAsync(client, new ClientUpdate { Name = $"{canary}-renamed" }, cancellationToken).AsTask(),
            () => storage.FindClientAsync(client, cancellationToken).AsTask(),
            () => storage.FindClientsAsync(_key.Issuer, cancellationToken: cancellationToken).AsTask(),
            () => ReadAsync(storage.ListClientsAsync(cancellationToken: cancellationToken)),
            () => storage.UpdateDeploymentAsync(client, deployment, new DeploymentUpdate { Name = $"{canary}-renamed" }, cancellationToken).AsTask(),
            () => storage.EnsureDeploymentAsync(client, $"{canary}-ensured", cancellationToken: cancellationToken).AsTask(),
            () => ReadAsync(storage.ListDeploymentsAsync(client, cancellationToken: cancellationToken)),
            () => storage.DeleteDeploymentAsync(client, deployment, cancellationToken).AsTask(),
            () => storage.DeleteClientAsync(client, cancellationToken).AsTask(),
        ];
        Assert.Equal(Count, calls.Length);
        return [.. (await Task.WhenAll(calls.Select(call => Record.ExceptionAsync(call).AsTask()))).OfType<Exception>()];
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> list)
    {
        await foreach (var _ in list)
        {
        }
    }
}
