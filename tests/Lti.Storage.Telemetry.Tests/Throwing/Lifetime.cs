using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Telemetry.Tests.Throwing;

/// <summary>Runs every operation. The results do not depend on random ids.</summary>
internal static class Lifetime
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    /// <summary>Calls every operation.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="pass">Advances the time.</param>
    /// <param name="token">Cancels the calls.</param>
    /// <returns>The result of each call in order.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(ILtiStorage storage, Action<TimeSpan> pass, CancellationToken token)
    {
        List<string> results = [];
        var key = new LaunchKey("https://lms.example.edu", "client", "1");
        var (session, registration) = (Any.Session("https://lms.example.edu"), Any.Registration(Guid.NewGuid()));
        var filter = new SessionFilter { Issuer = "https://lms.example.edu" };

        await Note(async () => (await storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: token)).Config.Endpoints);
        var config = (await storage.FindLaunchConfigAsync(key, token))!;
        await Note(async () => (await storage.FindLaunchConfigAsync(key with { DeploymentId = "none" }, token)) is null);
        await Note(async () => (await storage.FindLaunchAsync(key, token)).Outcome);
        await Note(async () => (await storage.SaveLaunchConfigAsync(key, Any.OtherEndpoints, ExistingEndpoints.Refuse, token)).Outcome);
        await Note(async () => (await storage.SaveLaunchConfigAsync(key, Any.OtherEndpoints, ExistingEndpoints.Replace, token)).Outcome);
        await Note(async () => (await storage.ResolveLoginAsync(key.Issuer, null, "1", token)).Outcome);
        await Note(async () => (await storage.FindClientAsync(key.Issuer, key.ClientId, token))?.Name);
        await Note(async () => (await storage.FindClientAsync(config.ClientKey, token))?.Name);
        await Note(async () => (await storage.FindClientWithDeploymentsAsync(config.ClientKey, token))?.Deployments.Count);
        await Note(async () => (await storage.FindClientsAsync(key.Issuer, null, token)).Count);
        var client = new NewClient { Name = "Two", Issuer = key.Issuer, ClientId = "two", Endpoints = Any.Endpoints };
        await Note(async () => (await storage.AddClientAsync(client, token)).Name);
        await Note(async () => (await storage.AddClientAsync(client, token)).Name);
        await Note(async () => (await storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { Name = "One" }, token)).Name);
        await Note(async () => await storage.ListClientsAsync(null, token).CountAsync(token));
        await Note(async () => (await storage.AddDeploymentAsync(config.ClientKey, new NewDeployment { DeploymentId = "2" }, token)).DeploymentId);
        await Note(async () => (await storage.EnsureDeploymentAsync(config.ClientKey, "3", cancellationToken: token)).DeploymentId);
        await Note(async () => (await storage.FindDeploymentAsync(config.ClientKey, config.DeploymentKey, token))?.DeploymentId);
        await Note(async () => (await storage.FindDeploymentByPlatformIdAsync(config.ClientKey, "2", token))?.DeploymentId);
        await Note(async () => await storage.ListDeploymentsAsync(config.ClientKey, null, DeploymentStatus.Pending, token).CountAsync(token));
        var rename = new DeploymentUpdate { DeploymentId = "4" };
        await Note(async () => (await storage.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, rename, token)).DeploymentId);
        await Note(async () => (await storage.UpdateDeploymentAsync(config.ClientKey, default, rename, token)).DeploymentId);
        await Note(async () => await storage.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey, token));

        var login = new LtiLogin { State = "state", Nonce = "login", Issuer = key.Issuer, ClientId = key.ClientId };
        await Note(() => Done(storage.BeginLoginAsync(login, _minute, token)));
        await Note(() => Done(storage.BeginLoginAsync(login, _minute, token)));
        await Note(async () => (await storage.FindLoginAsync("state", token))?.Nonce);
        await Note(async () => await storage.CompleteLaunchAsync(login, Any.Session("https://lms.example.edu"), _minute, token));
        await Note(async () => (await storage.FindLoginAsync("state", token))?.Nonce);
        await Note(() => Done(storage.StoreNonceAsync("a", _minute, token)));
        await Note(() => Done(storage.StoreNonceAsync("a", _minute, token)));
        await Note(() => Done(storage.StoreNonceAsync("", _minute, token)));
        await Note(async () => await storage.ConsumeNonceAsync("a", token));
        await Note(async () => await storage.ConsumeNonceAsync("a", token));
        await Note(async () => await storage.ConsumeNonceAsync("b", token));
        await Note(async () => await storage.ClaimNonceAsync("c", _minute, token));
        await Note(async () => await storage.ClaimNonceAsync("c", _minute, token));
        await Note(() => Done(storage.StoreNonceAsync("d", _minute, token)));
        await Note(async () => await storage.CompleteLaunchAsync("d", session, 3 * _minute, token));
        await Note(async () => await storage.CompleteLaunchAsync("d", session, null, token));
        await Note(async () => await storage.CompleteLaunchAsync("e", session, null, new CancellationToken(canceled: true)));
        await Note(async () => (await storage.FindSessionAsync(session.Id, token))?.Equals(session));
        await Note(() => Done(storage.AddSessionAsync(Any.Session("https://lms.example.edu"), _minute, token)));
        await Note(async () => await storage.RenewSessionAsync(session.Id, 5 * _minute, token));
        await Note(async () => await storage.ListSessionsAsync(filter, null, token).CountAsync(token));
        await Note(() => Done(storage.SaveRegistrationSessionAsync(registration, _minute, token)));
        await Note(async () => (await storage.FindRegistrationSessionAsync(registration.Id, token)) is not null);
        await Note(async () => (await storage.ConsumeRegistrationSessionAsync(registration.Id, token)) is not null);
        await Note(async () => await storage.DeleteRegistrationSessionAsync(registration.Id, token));

        pass(2 * _minute);
        await Note(async () => await storage.CleanupAsync(token));
        await Note(async () => await storage.DeleteSessionAsync(Guid.Empty, token));
        await Note(async () => await storage.DeleteSessionsAsync(filter, token));
        await Note(async () => await storage.DeleteClientAsync(config.ClientKey, token));
        return results;

        async Task Note<T>(Func<Task<T>> call)
        {
            try
            {
                results.Add($"{results.Count}: {await call()}");
            }
            catch (Exception e) when (e is LtiStorageException or ArgumentException or OperationCanceledException)
            {
                results.Add($"{results.Count}: {e.GetType().Name}");
            }
        }

        static async Task<bool> Done(ValueTask call)
        {
            await call;
            return true;
        }
    }
}
