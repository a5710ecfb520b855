using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Clients;

/// <summary>Adds a client together with its first deployment.</summary>
/// <remarks>
/// One transaction stores both, so that no interruption leaves a client that can't launch. That transaction names a new client by its
/// issuer. The name follows in a statement of its own: if it fails, the client works, and a warning says what is missing.
/// </remarks>
internal static class NewRegistration
{
    public static async Task<ClientWithDeployments> AddAsync(
        IDatabase database, Screen screen, NewClient client, string deploymentId, CancellationToken cancellationToken)
    {
        RequireName(client.Name);
        var found = await database.Storage.FindClientAsync(client.Issuer, client.ClientId, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            throw LtiConflictException.ForClient(client.Issuer, client.ClientId);
        }

        var key = new LaunchKey(client.Issuer, client.ClientId, deploymentId);
        var saved = await database.Storage.SaveLaunchConfigAsync(key, client.Endpoints, ExistingEndpoints.Refuse, cancellationToken)
            .ConfigureAwait(false);
        if (saved.Outcome != SaveOutcome.Created)
        {
            throw new AnswerException(
                $"Another program has just added this client. Its id is {saved.Config.ClientKey}, and it has the deployment.");
        }

        var deployment = new LtiDeployment
        {
            Id = saved.Config.DeploymentKey,
            ClientKey = saved.Config.ClientKey,
            DeploymentId = saved.Config.DeploymentId,
        };
        return new ClientWithDeployments(await NameAsync(database, screen, client, saved.Config).ConfigureAwait(false), [deployment]);
    }

    /// <summary>Refuses a name before anything is stored, as the library does when it adds a client.</summary>
    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > LtiLimits.MaxIdentifierLength)
        {
            throw new ArgumentException(
                $"{nameof(name)} has {name.Length} UTF-16 units; at most {LtiLimits.MaxIdentifierLength} are allowed.", nameof(name));
        }
    }

    private static async Task<LtiClient> NameAsync(
        IDatabase database, Screen screen, NewClient client, LtiLaunchConfig stored)
    {
        try
        {
            // The client is stored. So a signal does not stop here.
            var name = new ClientUpdate { Name = client.Name };
            return await database.Storage.UpdateClientAsync(stored.ClientKey, name, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LtiStorageException or ArgumentException)
        {
            screen.Line("warning: The client and its deployment are stored, but the client may still be named by its issuer. "
                + "Name it with lti-storage clients update.");
            return new LtiClient
            {
                Id = stored.ClientKey,
                Name = stored.Issuer,
                Issuer = stored.Issuer,
                ClientId = stored.ClientId,
                Endpoints = stored.Endpoints,
            };
        }
    }
}
