using Lti.Storage.Sqlite.Internal.Clients;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Deployments;

/// <summary>Adds, ensures, updates and deletes deployments (rules D1 to D4 and D6).</summary>
internal static class DeploymentWrites
{
    public static LtiDeployment Add(WriteTransaction transaction, ClientKey clientKey, NewDeployment deployment)
    {
        RequireClient(transaction, clientKey);
        return DeploymentReads.Find(transaction.Connection, (clientKey, deployment.DeploymentId)) is null
            ? Insert(transaction, clientKey, deployment)
            : throw LtiConflictException.ForDeployment(deployment.DeploymentId);
    }

    public static LtiDeployment Ensure(WriteTransaction transaction, ClientKey clientKey, string deploymentId, DeploymentStatus status)
    {
        RequireClient(transaction, clientKey);
        return DeploymentReads.Find(transaction.Connection, (clientKey, deploymentId))
            ?? Insert(transaction, clientKey, new NewDeployment { DeploymentId = deploymentId, Status = status });
    }

    /// <summary>Adds a deployment of an existing client. The deployment id is known to be free.</summary>
    public static LtiDeployment Insert(WriteTransaction transaction, ClientKey clientKey, NewDeployment deployment)
    {
        const string Sql = """
            INSERT INTO deployments (client_key, id, deployment_id, status, name, description) VALUES ($1, $2, $3, $4, $5, $6)
            """;
        var added = new LtiDeployment
        {
            Id = new(Guid.CreateVersion7(transaction.Now)),
            ClientKey = clientKey,
            DeploymentId = deployment.DeploymentId,
            Status = deployment.Status,
            Name = deployment.Name,
            Description = deployment.Description,
        };
        Write(transaction, Sql, added);
        return added;
    }

    /// <summary>Updates a deployment. A stored status that is unknown stays as it is unless the caller changes it.</summary>
    public static LtiDeployment Update(WriteTransaction transaction, ClientKey clientKey, DeploymentKey id, DeploymentUpdate update)
    {
        const string SqlWithStatus = """
            UPDATE deployments SET deployment_id = $3, status = $4, name = $5, description = $6 WHERE client_key = $1 AND id = $2
            """;
        const string SqlWithoutStatus = """
            UPDATE deployments SET deployment_id = $3, name = $5, description = $6 WHERE client_key = $1 AND id = $2
            """;
        var before = DeploymentReads.Find(transaction.Connection, (clientKey, id))
            ?? throw new LtiNotFoundException(LtiEntity.Deployment, id.Value);
        var after = update.ApplyTo(before);
        if (DeploymentReads.Find(transaction.Connection, (clientKey, after.DeploymentId)) is { } other && other.Id != id)
        {
            throw LtiConflictException.ForDeployment(after.DeploymentId);
        }

        Write(transaction, update.Status is null ? SqlWithoutStatus : SqlWithStatus, after);
        return after;
    }

    public static bool Delete(WriteTransaction transaction, ClientKey clientKey, DeploymentKey id) => transaction.Connection.Execute(
        "DELETE FROM deployments WHERE client_key = $1 AND id = $2", clientKey.Value.ToBlob(), id.Value.ToBlob()) > 0;

    private static void RequireClient(WriteTransaction transaction, ClientKey clientKey)
    {
        if (ClientReads.Find(transaction.Connection, clientKey) is null)
        {
            throw new LtiNotFoundException(LtiEntity.Client, clientKey.Value);
        }
    }

    private static void Write(WriteTransaction transaction, string sql, LtiDeployment deployment) => transaction.Connection.Execute(
        sql,
        deployment.ClientKey.Value.ToBlob(),
        deployment.Id.Value.ToBlob(),
        deployment.DeploymentId,
        (long)deployment.Status,
        deployment.Name,
        deployment.Description);
}
