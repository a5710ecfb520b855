using System.Text.Json;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Lists every write of a storage and prepares new rows for each.</summary>
internal static class WriteCalls
{
    public static IReadOnlyDictionary<string, Func<ILtiStorage, Task<WriteCall>>> All { get; } =
        new Dictionary<string, Func<ILtiStorage, Task<WriteCall>>>(StringComparer.Ordinal)
        {
            ["store nonce"] = _ => Of(Sample.Nonce(), nonce => new(
                (storage, token) => storage.StoreNonceAsync(nonce, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM nonces WHERE nonce = '{nonce}')")),
            ["claim nonce"] = _ => Of(Sample.Nonce(), nonce => new(
                (storage, token) => storage.ClaimNonceAsync(nonce, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM nonces WHERE nonce = '{nonce}')")),
            ["consume nonce"] = async storage => await Of(await StoredAsync(storage), nonce => new(
                (storage, token) => storage.ConsumeNonceAsync(nonce, token).AsTask(),
                $"EXISTS (SELECT FROM nonces WHERE nonce = '{nonce}' AND used_at IS NOT NULL)")),
            ["complete launch"] = async storage => await Of((Nonce: await StoredAsync(storage), Session: Sample.Session()), launch => new(
                (storage, token) => storage.CompleteLaunchAsync(launch.Nonce, launch.Session, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM sessions WHERE id = '{launch.Session.Id}')")),
            ["begin login"] = _ => Of(Sample.Login(), login => new(
                (storage, token) => storage.BeginLoginAsync(login, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM nonces WHERE nonce = '{login.Nonce}' AND state = '{login.State}' AND login IS NOT NULL)")),
            ["begin login over an expired one"] = async storage =>
            {
                var expired = Sample.Login();
                await storage.BeginLoginAsync(expired, TimeSpan.FromMicroseconds(1), Token);
                var login = Sample.Login() with { State = expired.State };
                return new(
                    (again, token) => again.BeginLoginAsync(login, cancellationToken: token).AsTask(),
                    $"EXISTS (SELECT FROM nonces WHERE nonce = '{login.Nonce}' AND state = '{login.State}')",
                    StatementsBefore: 1);
            },
            ["complete login"] = async storage => await Of((Login: await BegunAsync(storage), Session: Sample.Session()), launch => new(
                (storage, token) => storage.CompleteLaunchAsync(launch.Login, launch.Session, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM sessions WHERE id = '{launch.Session.Id}')")),
            ["add session"] = _ => Of(Sample.Session(), session => new(
                (storage, token) => storage.AddSessionAsync(session, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM sessions WHERE id = '{session.Id}')")),
            ["renew session"] = async storage => await Of(await AddedAsync(storage), session => new(
                (storage, token) => storage.RenewSessionAsync(session.Id, TimeSpan.FromDays(2), token).AsTask(),
                $"EXISTS (SELECT FROM sessions WHERE id = '{session.Id}' AND expires_at > now() + interval '1 day')")),
            ["delete session"] = async storage => await Of(await AddedAsync(storage), session => new(
                (storage, token) => storage.DeleteSessionAsync(session.Id, token).AsTask(),
                $"NOT EXISTS (SELECT FROM sessions WHERE id = '{session.Id}')")),
            ["delete sessions"] = async storage => await Of(await AddedAsync(storage, $"https://{Guid.NewGuid()}.example.edu"), session => new(
                (storage, token) => storage.DeleteSessionsAsync(new SessionFilter { Issuer = session.Platform.Issuer! }, token).AsTask(),
                $"NOT EXISTS (SELECT FROM sessions WHERE id = '{session.Id}')")),
            ["save registration session"] = _ => Of(Registration(), registration => new(
                (storage, token) => storage.SaveRegistrationSessionAsync(registration, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM registration_sessions WHERE id = '{registration.Id}')")),
            ["consume registration session"] = async storage =>
            {
                var saved = Registration();
                await storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);
                return new(
                    (storage, token) => storage.ConsumeRegistrationSessionAsync(saved.Id, token).AsTask(),
                    $"NOT EXISTS (SELECT FROM registration_sessions WHERE id = '{saved.Id}')");
            },
            ["add client"] = _ => Of(Sample.Client(), client => new(
                (storage, token) => storage.AddClientAsync(client, token).AsTask(),
                $"EXISTS (SELECT FROM clients WHERE iss = '{client.Issuer}')")),
            ["update client"] = async storage => await Of(await ClientAsync(storage), client => new(
                (storage, token) => storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "New" }, token).AsTask(),
                $"EXISTS (SELECT FROM clients WHERE id = '{client.Id}' AND name = 'New')")),
            ["delete client"] = async storage => await Of(await ClientAsync(storage), client => new(
                (storage, token) => storage.DeleteClientAsync(client.Id, token).AsTask(),
                $"NOT EXISTS (SELECT FROM clients WHERE id = '{client.Id}')")),
            ["add deployment"] = async storage => await Of(await ClientAsync(storage), client => new(
                (storage, token) => storage.AddDeploymentAsync(client.Id, new NewDeployment { DeploymentId = "new" }, token).AsTask(),
                $"EXISTS (SELECT FROM deployments WHERE client_id = '{client.Id}')")),
            ["ensure deployment"] = async storage => await Of(await ClientAsync(storage), client => new(
                (storage, token) => storage.EnsureDeploymentAsync(client.Id, "new", cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM deployments WHERE client_id = '{client.Id}')",
                StatementsBefore: 1)),
            ["update deployment"] = async storage => await Of(await DeploymentAsync(storage), deployment => new(
                (storage, token) => storage.UpdateDeploymentAsync(
                    deployment.ClientKey, deployment.Id, new DeploymentUpdate { DeploymentId = "updated" }, token).AsTask(),
                $"EXISTS (SELECT FROM deployments WHERE id = '{deployment.Id}' AND deployment_id = 'updated')")),
            ["delete deployment"] = async storage => await Of(await DeploymentAsync(storage), deployment => new(
                (storage, token) => storage.DeleteDeploymentAsync(deployment.ClientKey, deployment.Id, token).AsTask(),
                $"NOT EXISTS (SELECT FROM deployments WHERE id = '{deployment.Id}')")),
            ["suspend client"] = async storage => await Of(await ClientAsync(storage), client => new(
                (storage, token) => storage.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = false }, token).AsTask(),
                $"EXISTS (SELECT FROM clients WHERE id = '{client.Id}' AND NOT enabled)")),
            ["suspend deployment"] = async storage => await Of(await DeploymentAsync(storage), deployment => new(
                (storage, token) => storage.UpdateDeploymentAsync(
                    deployment.ClientKey, deployment.Id, new DeploymentUpdate { Status = DeploymentStatus.Disabled }, token).AsTask(),
                $"EXISTS (SELECT FROM deployments WHERE id = '{deployment.Id}' AND status = 'disabled')")),
            ["approve deployment"] = async storage => await Of(await DeploymentAsync(storage, DeploymentStatus.Pending), deployment => new(
                (storage, token) => storage.UpdateDeploymentAsync(
                    deployment.ClientKey,
                    deployment.Id,
                    new DeploymentUpdate { Status = DeploymentStatus.Active, ExpectedStatus = DeploymentStatus.Pending },
                    token).AsTask(),
                $"EXISTS (SELECT FROM deployments WHERE id = '{deployment.Id}' AND status = 'active')")),
            ["replace launch config"] = async storage => await Of(await ClientAsync(storage), client => new(
                (storage, token) => storage.SaveLaunchConfigAsync(
                    new(client.Issuer, client.ClientId, "new"), Sample.Endpoints with { TokenAudience = "new" }, ExistingEndpoints.Replace, token).AsTask(),
                $"EXISTS (SELECT FROM clients WHERE id = '{client.Id}' AND token_audience = 'new')")),
            ["save launch config"] = async storage => await Of(await ClientAsync(storage), client => new(
                (storage, token) => storage.SaveLaunchConfigAsync(new(client.Issuer, client.ClientId, "new"), Sample.Endpoints, cancellationToken: token).AsTask(),
                $"EXISTS (SELECT FROM deployments WHERE client_id = '{client.Id}')")),
        };

    /// <summary>Gets the writes that are batched.</summary>
    public static IReadOnlyList<string> Batched { get; } = ["store nonce", "claim nonce", "consume nonce", "begin login", "complete launch", "complete login", "add session", "delete session"];

    /// <summary>Gets the writes that are retried after a broken connection.</summary>
    public static IReadOnlySet<string> Idempotent { get; } = new HashSet<string>(
        ["renew session", "update client", "suspend client", "suspend deployment", "ensure deployment", "update deployment"], StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<WriteCall> Of<T>(T given, Func<T, WriteCall> make) => Task.FromResult(make(given));

    private static LtiRegistrationSession Registration() => LtiRegistrationSession.Create(Guid.NewGuid(), JsonElement.Parse("{}"), "token");

    private static async Task<string> StoredAsync(ILtiStorage storage)
    {
        var nonce = Sample.Nonce();
        await storage.StoreNonceAsync(nonce, cancellationToken: Token);
        return nonce;
    }

    private static async Task<LtiLogin> BegunAsync(ILtiStorage storage)
    {
        var login = Sample.Login();
        await storage.BeginLoginAsync(login, cancellationToken: Token);
        return login;
    }

    private static async Task<LtiSession> AddedAsync(ILtiStorage storage, string issuer = "https://lms.example.edu")
    {
        var session = Sample.Session(issuer);
        await storage.AddSessionAsync(session, TimeSpan.FromHours(1), Token);
        return session;
    }

    private static Task<LtiClient> ClientAsync(ILtiStorage storage) => storage.AddClientAsync(Sample.Client(), Token).AsTask();

    private static async Task<LtiDeployment> DeploymentAsync(ILtiStorage storage, DeploymentStatus status = DeploymentStatus.Active)
        => await storage.AddDeploymentAsync((await ClientAsync(storage)).Id, new NewDeployment { DeploymentId = "old", Status = status }, Token);
}
