using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>Checks that a connection keeps all statements prepared.</summary>
public sealed class PreparedStatementsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_keeps_every_statement_of_every_operation_prepared()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open(text => text.MaxPoolSize = 1);
        await storage.StartAsync(Token);

        // A dropped statement would be prepared again under another name.
        await UseAsync(storage);
        var once = await PreparedAsync(storage);
        await UseAsync(storage);
        var twice = await PreparedAsync(storage);

        Assert.Equal(once, twice);
        Assert.InRange(once.Count, 20, PreparedStatements.Needed - 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{once.Count} statements");
    }

    [Fact]
    public async Task Data_source_that_keeps_too_few_prepared_statements_is_a_warning()
    {
        using var log = new CapturingLoggerFactory();
        await using var few = NpgsqlDataSource.Create($"Host=h;Max Auto Prepare={PreparedStatements.Needed - 1}");
        await using var enough = NpgsqlDataSource.Create($"Host=h;Max Auto Prepare={PreparedStatements.Needed}");
        await using var one = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = few }, loggerFactory: log);
        await using var other = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = enough }, loggerFactory: log);
        await using var none = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = few, PrepareStatements = false }, loggerFactory: log);

        Assert.Contains($"Max Auto Prepare to {PreparedStatements.Needed}", Assert.Single(log.Lines).Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> PreparedAsync(PostgreSqlLtiStorage storage)
    {
        List<string> names = [];
        await using var connection = await storage.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand("SELECT name FROM pg_prepared_statements ORDER BY name", connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>Calls every operation in each of its forms, single and concurrent.</summary>
    private static async Task UseAsync(PostgreSqlLtiStorage storage)
    {
        foreach (var count in new[] { 1, 6 })
        {
            await ManyAsync(count, () => storage.StoreNonceAsync(Sample.Nonce(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.ConsumeNonceAsync(Sample.Nonce(), Token).AsTask());
            await ManyAsync(count, () => storage.ClaimNonceAsync(Sample.Nonce(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.CompleteLaunchAsync(Sample.Nonce(), Sample.Session(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.AddSessionAsync(Sample.Session(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask());
            await ManyAsync(count, () => storage.FindLaunchConfigAsync(Sample.LaunchKey(), Token).AsTask());
            await ManyAsync(count, () => storage.RenewSessionAsync(Guid.NewGuid(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.DeleteSessionAsync(Guid.NewGuid(), Token).AsTask());
        }

        var registration = Sample.Registration();
        await storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token);
        await storage.FindRegistrationSessionAsync(registration.Id, Token);
        await storage.ConsumeRegistrationSessionAsync(registration.Id, Token);
        await storage.DeleteRegistrationSessionAsync(registration.Id, Token);
        await AdministerAsync(storage);
        await storage.CleanupAsync(Token);
    }

    private static async Task AdministerAsync(PostgreSqlLtiStorage storage)
    {
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "renamed" }, Token);
        await storage.FindClientAsync(client.Id, Token);
        await storage.FindClientsAsync(client.Issuer, cancellationToken: Token);
        await storage.FindClientsAsync(client.Issuer, client.ClientId, Token);
        await storage.ListClientsAsync(cancellationToken: Token).ToListAsync(Token);
        await storage.ListClientsAsync(client.Id, Token).ToListAsync(Token);
        var deployment = await storage.AddDeploymentAsync(client.Id, new NewDeployment { DeploymentId = "one", Name = "name", Description = "description" }, Token);
        await storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Name = "renamed" }, Token);
        await storage.FindDeploymentAsync(client.Id, deployment.Id, Token);
        await storage.FindDeploymentByPlatformIdAsync(client.Id, "one", Token);
        await storage.EnsureDeploymentAsync(client.Id, "two", Token);
        await storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).ToListAsync(Token);
        await storage.ListDeploymentsAsync(client.Id, deployment.Id, Token).ToListAsync(Token);
        await storage.FindClientWithDeploymentsAsync(client.Id, Token);
        await storage.DeleteDeploymentAsync(client.Id, deployment.Id, Token);
        await storage.SaveLaunchConfigAsync(Sample.LaunchKey(), Sample.Endpoints, Token);
        foreach (var filter in Filters())
        {
            await storage.ListSessionsAsync(filter, cancellationToken: Token).ToListAsync(Token);
            await storage.ListSessionsAsync(filter, Guid.NewGuid(), Token).ToListAsync(Token);
            await storage.DeleteSessionsAsync(filter, Token);
        }

        await storage.DeleteClientAsync(client.Id, Token);
    }

    // The parts of a filter choose its statement.
    private static IEnumerable<SessionFilter> Filters()
        => from client in new[] { null, "client" }
           from deployment in new[] { null, "deployment" }
           from user in new[] { null, "user" }
           where client is not null || deployment is null
           select new SessionFilter { Issuer = "https://lms.example.edu", ClientId = client, DeploymentId = deployment, UserId = user };

    private static Task ManyAsync(int count, Func<Task> call) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => call()));
}
