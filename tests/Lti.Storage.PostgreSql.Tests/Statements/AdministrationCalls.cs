using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>Runs every operation of administration, each in all of its forms.</summary>
internal static class AdministrationCalls
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs the operations and yields the name of each after it has run.</summary>
    public static async IAsyncEnumerable<string> RunAsync(PostgreSqlLtiStorage storage)
    {
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        yield return "add client";
        await storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "renamed" }, Token);
        yield return "update client";
        await storage.FindClientAsync(client.Id, Token);
        yield return "find client";
        await storage.ListClientsAsync(cancellationToken: Token).ToListAsync(Token);
        yield return "list clients";
        await storage.ListClientsAsync(client.Id, Token).ToListAsync(Token);
        yield return "list clients after a cursor";
        var one = new NewDeployment { DeploymentId = "one", Name = "name", Description = "description" };
        var deployment = await storage.AddDeploymentAsync(client.Id, one, Token);
        yield return "add deployment";
        await storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Name = "renamed" }, Token);
        yield return "update deployment";
        await storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Status = DeploymentStatus.Pending }, Token);
        yield return "update deployment's status";
        await storage.FindDeploymentAsync(client.Id, deployment.Id, Token);
        yield return "find deployment";
        await storage.FindDeploymentByPlatformIdAsync(client.Id, "one", Token);
        yield return "find deployment by the platform's ID";
        await storage.EnsureDeploymentAsync(client.Id, "two", cancellationToken: Token);
        yield return "ensure deployment";
        await storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).ToListAsync(Token);
        yield return "list deployments";
        await storage.ListDeploymentsAsync(client.Id, deployment.Id, cancellationToken: Token).ToListAsync(Token);
        yield return "list deployments after a cursor";
        foreach (var status in Enum.GetValues<DeploymentStatus>())
        {
            await storage.ListDeploymentsAsync(client.Id, status: status, cancellationToken: Token).ToListAsync(Token);
            yield return $"list deployments that are {status}";
            await storage.ListDeploymentsAsync(client.Id, deployment.Id, status, Token).ToListAsync(Token);
            yield return $"list deployments that are {status} after a cursor";
        }

        await storage.FindClientWithDeploymentsAsync(client.Id, Token);
        yield return "find client with deployments";
        await storage.DeleteDeploymentAsync(client.Id, deployment.Id, Token);
        yield return "delete deployment";
        var key = Sample.LaunchKey();
        await storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token);
        yield return "save launch configuration";
        await storage.SaveLaunchConfigAsync(
            key, Sample.Endpoints with { TokenAudience = "audience" }, ExistingEndpoints.Replace, Token);
        yield return "replace launch configuration";
        foreach (var filter in Filters())
        {
            var name = NameOf(filter);
            await storage.ListSessionsAsync(filter, cancellationToken: Token).ToListAsync(Token);
            yield return $"list sessions by {name}";
            await storage.ListSessionsAsync(filter, Guid.NewGuid(), Token).ToListAsync(Token);
            yield return $"list sessions by {name} after a cursor";
            await storage.DeleteSessionsAsync(filter, Token);
            yield return $"delete sessions by {name}";
        }

        await storage.DeleteClientAsync(client.Id, Token);
        yield return "delete client";
    }

    // Each set of members that a filter has is a statement of its own.
    private static IEnumerable<SessionFilter> Filters()
        => from client in new[] { null, "client" }
           from deployment in new[] { null, "deployment" }
           from user in new[] { null, "user" }
           from context in new[] { null, "context" }
           where (client is not null || deployment is null) && (context is null || user is null)
           select new SessionFilter
           {
               Issuer = "https://lms.example.edu",
               ClientId = client,
               DeploymentId = deployment,
               UserId = user,
               ContextId = context,
           };

    private static string NameOf(SessionFilter filter)
        => string.Join(", ", new[] { "issuer", filter.ClientId, filter.DeploymentId, filter.UserId, filter.ContextId }.OfType<string>());
}
