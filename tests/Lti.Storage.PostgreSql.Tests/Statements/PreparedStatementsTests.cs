using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>A connection keeps all statements of the storage prepared.</summary>
public sealed class PreparedStatementsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_keeps_every_statement_of_every_operation_prepared()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open(text => text.MaxPoolSize = 1);
        await storage.StartAsync(Token);

        // A statement that is pushed out is prepared again under another name.
        await UseAsync(storage);
        var once = await PreparedAsync(storage);
        await UseAsync(storage);
        var twice = await PreparedAsync(storage);

        Assert.Subset(twice.ToHashSet(StringComparer.Ordinal), once.ToHashSet(StringComparer.Ordinal));
        Assert.InRange(once.Count, 20, PreparedStatements.Needed - 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{once.Count} statements");
    }

    [Fact]
    public async Task Data_source_that_keeps_fewer_statements_logs_a_warning()
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

    /// <summary>Runs every operation in each of its forms, alone and concurrently.</summary>
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
            await ManyAsync(count, () => storage.FindLaunchAsync(Sample.LaunchKey(), Token).AsTask());
            await ManyAsync(count, () => storage.FindClientAsync("https://lms.example.edu", "client", Token).AsTask());
            await ManyAsync(count, () => storage.FindClientsAsync("https://lms.example.edu", cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.FindClientsAsync("https://lms.example.edu", "deployment", Token).AsTask());
            await ManyAsync(count, () => storage.BeginLoginAsync(Sample.Login(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.FindLoginAsync(Sample.Nonce(), Token).AsTask());
            await ManyAsync(count, () => storage.CompleteLaunchAsync(Sample.Login(), Sample.Session(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.RenewSessionAsync(Guid.NewGuid(), cancellationToken: Token).AsTask());
            await ManyAsync(count, () => storage.DeleteSessionAsync(Guid.NewGuid(), Token).AsTask());
        }

        var login = Sample.Login();
        await storage.BeginLoginAsync(login, cancellationToken: Token);
        await Assert.ThrowsAsync<LtiConflictException>(() => storage.BeginLoginAsync(login, cancellationToken: Token).AsTask());
        var registration = Sample.Registration();
        await storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token);
        await storage.FindRegistrationSessionAsync(registration.Id, Token);
        await storage.ConsumeRegistrationSessionAsync(registration.Id, Token);
        await storage.DeleteRegistrationSessionAsync(registration.Id, Token);
        await AdministrationCalls.RunAsync(storage).CountAsync(Token);
        await storage.CleanupAsync(Token);
    }

    private static Task ManyAsync(int count, Func<Task> call) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => call()));
}
