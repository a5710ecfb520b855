using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.Clients;

/// <summary>Adds a client together with its first deployment.</summary>
/// <remarks>
/// One transaction stores both, so that no interruption leaves a client that can't launch. That transaction names a new client by its
/// issuer. The name follows in a statement of its own.
/// </remarks>
internal static class NewRegistration
{
    public static async Task<ClientWithDeployments> AddAsync(
        IDatabase database, NewClient client, string deploymentId, CancellationToken cancellationToken)
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
            throw AddedMeanwhile(saved);
        }

        var deployment = new LtiDeployment
        {
            Id = saved.Config.DeploymentKey,
            ClientKey = saved.Config.ClientKey,
            DeploymentId = saved.Config.DeploymentId,
        };
        return new ClientWithDeployments(await NameAsync(database, client, saved.Config).ConfigureAwait(false), [deployment]);
    }

    /// <summary>Another program has added the client since this command looked. The client keeps that program's name.</summary>
    private static AnswerException AddedMeanwhile(SavedLaunchConfig saved)
    {
        var (client, deployment) = (saved.Config.ClientKey, saved.Config.DeploymentId);
        return new(saved.Outcome == SaveOutcome.DeploymentCreated
            ? $"Another program has just added this client. This command has added the deployment '{deployment}' to it and nothing else. "
                + $"To see both, run lti-storage clients show {client}."
            : $"Another program has just added this client with the deployment '{deployment}'. Nothing was changed. "
                + $"To see both, run lti-storage clients show {client}.");
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

    /// <exception cref="LtiStorageUnavailableException">The client is stored and may lack its name.</exception>
    private static async Task<LtiClient> NameAsync(IDatabase database, NewClient client, LtiLaunchConfig stored)
    {
        try
        {
            // The client is stored. So a signal does not stop here.
            var name = new ClientUpdate { Name = client.Name };
            return await database.Storage.UpdateClientAsync(stored.ClientKey, name, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LtiNotFoundException)
        {
            throw new AnswerException("The client and its deployment were added, and another program has removed them since.");
        }
        catch (LtiStorageException e)
        {
            throw new LtiStorageUnavailableException(
                $"{LibraryMessage.OfStep(e.Message)} The client {stored.ClientKey} and its deployment '{stored.DeploymentId}' are stored "
                    + "and work, but the client may be named by its issuer. "
                    + $"Name it with lti-storage clients update {stored.ClientKey} --name.",
                LtiWorkOutcome.Unknown,
                e);
        }
    }
}
