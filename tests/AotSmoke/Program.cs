using System.Text.Json;
using Lti.Storage;
using Lti.Storage.AotSmoke;
using Lti.Storage.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

// Runs the main operations without reflection and runtime code generation.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Services.AddLtiStorage().UseInMemory().WithCaching().WithTelemetry().AddCleanup();
builder.Services.AddHealthChecks().AddLtiStorage();
using var host = builder.Build();
await host.StartAsync();
var storage = host.Services.GetRequiredService<ILtiStorage>();
var check = new Checks();

var key = new LaunchKey("https://lms.example.edu", "client-1", "deployment-1");
var endpoints = new LtiEndpoints { AuthorizationUrl = "https://lms.example.edu/auth", TokenUrl = "https://lms.example.edu/token", JwksUrl = "https://lms.example.edu/jwks" };
var saved = (await storage.SaveLaunchConfigAsync(key, endpoints)).Config;
check.That("save launch configuration", saved.ClientId == key.ClientId);
check.That("find launch configuration", await storage.FindLaunchConfigAsync(key) == saved);
check.That("find it again, from the cache", (await storage.FindLaunchAsync(key)).Config == saved);
check.That("find no launch", (await storage.FindLaunchAsync(key with { ClientId = "other" })).Outcome == LaunchOutcome.UnknownClient);

var client = (await storage.FindClientsAsync(key.Issuer)).Single();
check.That("find client by client id", (await storage.FindClientAsync(key.Issuer, key.ClientId))?.Id == client.Id);
check.That("find clients by deployment", (await storage.FindClientsAsync(key.Issuer, key.DeploymentId)).Count == 1);
check.That("resolve login", (await storage.ResolveLoginAsync(key.Issuer, key.ClientId)).Client?.Id == client.Id);
check.That("update client", (await storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "Example" })).Name == "Example");
check.That("add deployment", (await storage.AddDeploymentAsync(client.Id, new NewDeployment { DeploymentId = "deployment-2" })).DeploymentId == "deployment-2");
check.That("list deployments", await storage.ListDeploymentsAsync(client.Id).CountAsync() == 2);

await storage.StoreNonceAsync("nonce");
var session = LtiSession.FromClaims(
    """
    {
      "iss": "https://lms.example.edu", "aud": "client-1", "sub": "user-1", "name": "A. Student", "exp": 1, "score": 1.50,
      "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "deployment-1",
      "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiResourceLinkRequest",
      "https://purl.imsglobal.org/spec/lti/claim/version": "1.3.0",
      "https://purl.imsglobal.org/spec/lti/claim/roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]
    }
    """u8.ToArray(),
    key.ClientId);
check.That("complete launch", await storage.CompleteLaunchAsync("nonce", session) == NonceOutcome.Consumed);
check.That("refuse a replay", await storage.CompleteLaunchAsync("nonce", session) == NonceOutcome.AlreadyUsed);
var login = LtiLogin.Create(client) with { Data = JsonElement.Parse("{}") };
await storage.BeginLoginAsync(login);
check.That("find login", (await storage.FindLoginAsync(login.State))?.Nonce == login.Nonce);
var second = LtiSession.FromClaims(session.Claims!.Value, key.ClientId);
check.That("complete launch with a login", await storage.CompleteLaunchAsync(login, second) == NonceOutcome.Consumed);
check.That("refuse a used login", await storage.CompleteLaunchAsync(login, second) != NonceOutcome.Consumed);
check.That("find session", await storage.FindSessionAsync(session.Id) == session);
check.That("list sessions", await storage.ListSessionsAsync(new SessionFilter { Issuer = key.Issuer, UserId = "user-1" }).CountAsync() == 2);
check.That("delete sessions", await storage.DeleteSessionsAsync(new SessionFilter { Issuer = key.Issuer }) == 2);
check.That("claim nonce", await storage.ClaimNonceAsync("claimed"));

check.That("clean up", (await host.Services.GetRequiredService<Lti.Storage.Hosting.StorageCleanup>().RunAsync()).Completed);
check.That("check health", (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status == HealthStatus.Healthy);
check.That("delete client", await storage.DeleteClientAsync(client.Id));

check.Refuses<OptionsValidationException>("options", "SessionLifetime", () => storage.WithCaching(new CachingOptions { SessionLifetime = TimeSpan.Zero }));
check.Refuses<ArgumentException>("input", "issuer", () => storage.FindClientsAsync("").AsTask().GetAwaiter().GetResult());
await host.StopAsync();
return check.ExitCode;
