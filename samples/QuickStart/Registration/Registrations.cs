// Copy this file: dynamic registration that takes no client over and approves none.
using System.Security.Cryptography;
using Lti.Storage;
using QuickStart.Tool;

namespace QuickStart.Registration;

/// <summary>The tool's part in LTI Dynamic Registration 1.0: two requests and a registration session between them.</summary>
/// <remarks>
/// Anyone can be a platform. So a new client is disabled, and each new deployment is pending, until an administrator approves them. A
/// registration never changes the addresses of a client.
/// </remarks>
internal sealed class Registrations(ILtiStorage storage, IRegistrationPlatform platform, RefusedRegistrations refusals)
{
    /// <summary>How many clients may wait for approval.</summary>
    public const int MaxWaiting = 50;

    // The id is a secret: its holder can complete the registration.
    public static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>Handles the platform's request: fetches and checks its configuration and stores it for the second request.</summary>
    public async Task<PlatformConfiguration> StartAsync(Guid id, string configurationUrl, string? token, CancellationToken cancellationToken)
    {
        var url = PlatformUrl.Require(configurationUrl, "openid_configuration");
        RequireBearer(token);
        var json = StrictJson.Parse(await platform.FetchConfigurationAsync(url, token, cancellationToken), "The platform's configuration");
        var configuration = PlatformConfiguration.Read(json);
        configuration.RequireOrigin(url);
        await storage.SaveRegistrationSessionAsync(LtiRegistrationSession.Create(id, configuration.Kept, token), cancellationToken: cancellationToken);
        return configuration;
    }

    /// <summary>Handles the user's confirmation: registers the tool and stores the client for an administrator's approval.</summary>
    /// <param name="id">The id of the registration session.</param>
    /// <param name="root">The tool's address.</param>
    /// <param name="cancellationToken">Cancels the work until the registration session is consumed. Later it has no effect.</param>
    public async Task<Registered> CompleteAsync(Guid id, Uri root, CancellationToken cancellationToken)
    {
        // Anyone may ask, and each new client stays until an administrator decides. So strangers can't fill the storage.
        var waiting = storage.ListClientsAsync(cancellationToken: cancellationToken)
            .Where((LtiClient client, CancellationToken token) => NewClients.ContainAsync(client, storage, token));
        if (await waiting.Take(MaxWaiting).CountAsync(cancellationToken) == MaxWaiting)
        {
            throw TooMany("clients");
        }

        // The session is consumed before the platform is asked. Of two concurrent confirmations only one registers the tool.
        var session = await storage.ConsumeRegistrationSessionAsync(id, cancellationToken) ?? throw NotFound();
        var configuration = PlatformConfiguration.Read(session.OpenIdConfiguration!.Value);
        var answer = await platform.RegisterAsync(new Uri(configuration.RegistrationEndpoint), session.RegistrationToken, ToolRegistration.Compose(root), CancellationToken.None);
        var registered = RegisteredClient.Read(answer);
        try
        {
            return await StoreAsync(configuration, registered);
        }
        catch (LtiStorageUnavailableException e)
        {
            throw new RequestRefusedException(
                StatusCodes.Status503ServiceUnavailable,
                $"The platform registered this tool as client '{registered.ClientId}', but the storage can't be reached now. Remove that client in the platform and register again.",
                e);
        }
    }

    /// <summary>Cancels a registration.</summary>
    public async Task CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await storage.DeleteRegistrationSessionAsync(id, cancellationToken))
        {
            throw NotFound();
        }
    }

    private static void RequireBearer(string? token)
    {
        if (token?.All(character => character is >= '!' and <= '~') == false)
        {
            throw RequestRefusedException.BadRequest("The registration_token has characters that a bearer token can't have (RFC 6750, section 2.1).");
        }
    }

    private static RequestRefusedException NotFound() => new(
        StatusCodes.Status404NotFound, "There is no such registration. It was completed or cancelled, has expired or never existed. Start again from the platform.");

    private static RequestRefusedException TooMany(string what) => new(
        StatusCodes.Status503ServiceUnavailable, $"Too many {what} wait for approval. Ask the tool's administrator, then register again.");

    private async Task<Registered> StoreAsync(PlatformConfiguration configuration, RegisteredClient registered)
    {
        // Without a deployment id "default" answers for the deployments of later launches (contract rule L1).
        var deploymentId = registered.DeploymentId ?? LtiDeployment.DefaultDeploymentId;
        if (await storage.FindClientAsync(configuration.Issuer, registered.ClientId, CancellationToken.None) is { } known)
        {
            return await AddToAsync(known, deploymentId, configuration);
        }

        try
        {
            var client = await storage.AddClientAsync(
                new NewClient { Name = configuration.Issuer, Issuer = configuration.Issuer, ClientId = registered.ClientId, Endpoints = configuration.Endpoints, IsEnabled = false },
                CancellationToken.None);
            await storage.EnsureDeploymentAsync(client.Id, deploymentId, DeploymentStatus.Pending, CancellationToken.None);
            return new Registered(SaveOutcome.Created, client, deploymentId);
        }
        catch (LtiConflictException)
        {
            // Another registration was faster.
            return await AddToAsync((await storage.FindClientAsync(configuration.Issuer, registered.ClientId, CancellationToken.None))!, deploymentId, configuration);
        }
    }

    private async Task<Registered> AddToAsync(LtiClient client, string deploymentId, PlatformConfiguration configuration)
    {
        if (client.Endpoints != configuration.Endpoints)
        {
            // Another platform may have the issuer and the client id. Its endpoints stay (contract rule L8).
            refusals.Add(client, configuration.Endpoints);
            throw new RequestRefusedException(
                StatusCodes.Status409Conflict,
                $"This tool already has the client '{client.ClientId}' of that issuer with other addresses. Nothing was changed. "
                    + "If the platform has moved, the tool's administrator has to change the client. Otherwise remove it in the platform.");
        }

        if (await storage.FindDeploymentByPlatformIdAsync(client.Id, deploymentId, CancellationToken.None) is not null)
        {
            return new Registered(SaveOutcome.Unchanged, client, deploymentId);
        }

        return await Launches.AddPendingAsync(storage, client.Id, deploymentId, CancellationToken.None) is not null
            ? new Registered(SaveOutcome.DeploymentCreated, client, deploymentId)
            : throw TooMany("deployments of this client");
    }
}

/// <summary>Tells a new client from a suspended one, and approves it. The storage has one state for both: the client is disabled.</summary>
/// <remarks>Every deployment of a new client is pending. Its approval makes them active, and a suspension leaves them so.</remarks>
internal static class NewClients
{
    public static async ValueTask<bool> ContainAsync(LtiClient client, IDeploymentStore deployments, CancellationToken cancellationToken)
        => !client.IsEnabled && await deployments.ListDeploymentsAsync(client.Id, cancellationToken: cancellationToken)
            .AllAsync(deployment => deployment.Status == DeploymentStatus.Pending, cancellationToken);

    /// <summary>Approves a client and its deployments. The client comes last, so no launch sees half of it.</summary>
    /// <exception cref="LtiConflictException">Another administrator decided on a deployment meanwhile.</exception>
    public static async Task ApproveAsync(ClientKey client, ILtiStorage storage, CancellationToken cancellationToken)
    {
        var update = new DeploymentUpdate { Status = DeploymentStatus.Active, ExpectedStatus = DeploymentStatus.Pending };
        await foreach (var deployment in storage.ListDeploymentsAsync(client, status: DeploymentStatus.Pending, cancellationToken: cancellationToken))
        {
            await storage.UpdateDeploymentAsync(client, deployment.Id, update, cancellationToken);
        }

        await storage.UpdateClientAsync(client, new ClientUpdate { IsEnabled = true }, cancellationToken);
    }
}

/// <summary>What a registration stored.</summary>
internal sealed record Registered(SaveOutcome Outcome, LtiClient Client, string DeploymentId);

/// <summary>Keeps the last registrations that would have changed the addresses of a client.</summary>
/// <remarks>They are lost at a restart. A real tool keeps them in its log of what administrators see and do.</remarks>
internal sealed class RefusedRegistrations(TimeProvider clock)
{
    private const int Kept = 20;

    private readonly Lock _lock = new();
    private readonly Queue<Attempt> _attempts = new(Kept);

    /// <summary>The last attempts with the newest first.</summary>
    public IReadOnlyList<Attempt> Latest
    {
        get
        {
            lock (_lock)
            {
                return [.. _attempts.Reverse()];
            }
        }
    }

    public void Add(LtiClient client, LtiEndpoints wanted)
    {
        var attempt = new Attempt(clock.GetUtcNow(), client.Issuer, client.ClientId, [.. Differences(client.Endpoints, wanted)]);
        lock (_lock)
        {
            if (_attempts.Count == Kept)
            {
                _attempts.Dequeue();
            }

            _attempts.Enqueue(attempt);
        }
    }

    /// <summary>Describes each address that differs: the one that is there and the other.</summary>
    public static IEnumerable<string> Differences(LtiEndpoints one, LtiEndpoints other)
        => ((string Name, string? One, string? Other)[])
        [
            ("authorization", one.AuthorizationUrl, other.AuthorizationUrl),
            ("token", one.TokenUrl, other.TokenUrl),
            ("key set", one.JwksUrl, other.JwksUrl),
            ("token audience", one.TokenAudience, other.TokenAudience),
        ]
        is var members ? members.Where(member => member.One != member.Other).Select(member => $"{member.Name}: {member.One ?? "none"} → {member.Other ?? "none"}") : [];

    internal sealed record Attempt(DateTimeOffset At, string Issuer, string ClientId, IReadOnlyList<string> Changes);
}
