using Lti.Storage.Sqlite.Internal.Clients;
using Lti.Storage.Sqlite.Internal.Deployments;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Launches;

/// <summary>Saves launch configurations (rules L4 and L8).</summary>
internal static class LaunchWrites
{
    /// <summary>Creates the client and the deployment of a key where they are absent.</summary>
    public static SavedLaunchConfig Save(WriteTransaction transaction, LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing)
    {
        if (ClientReads.Find(transaction.Connection, (key.Issuer, key.ClientId)) is not { } client)
        {
            var added = ClientWrites.Insert(
                transaction,
                new NewClient { Name = key.Issuer, Issuer = key.Issuer, ClientId = key.ClientId, Endpoints = endpoints });
            return Saved(SaveOutcome.Created, added, Insert(transaction, added.Id, key.DeploymentId));
        }

        var differences = client.Endpoints.DifferencesFrom(endpoints);
        if (differences.Count > 0 && existing != ExistingEndpoints.Replace)
        {
            throw LtiConflictException.ForEndpoints(key.Issuer, key.ClientId, differences);
        }

        var deployment = DeploymentReads.Find(transaction.Connection, (client.Id, key.DeploymentId));
        if (differences.Count > 0)
        {
            client = client with { Endpoints = endpoints };
            ClientWrites.Replace(transaction, client);
            return Saved(SaveOutcome.Replaced, client, deployment ?? Insert(transaction, client.Id, key.DeploymentId));
        }

        return deployment is null
            ? Saved(SaveOutcome.DeploymentCreated, client, Insert(transaction, client.Id, key.DeploymentId))
            : Saved(SaveOutcome.Unchanged, client, deployment);
    }

    private static LtiDeployment Insert(WriteTransaction transaction, ClientKey clientKey, string deploymentId)
        => DeploymentWrites.Insert(transaction, clientKey, new NewDeployment { DeploymentId = deploymentId });

    private static SavedLaunchConfig Saved(SaveOutcome outcome, LtiClient client, LtiDeployment deployment)
        => new(outcome, LtiLaunchConfig.Create(client, deployment, LaunchConfigMatch.Exact));
}
