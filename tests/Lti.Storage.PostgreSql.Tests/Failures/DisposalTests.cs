using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Tests the disposal of a storage while its calls wait for a lock that the test holds.</summary>
public sealed class DisposalTests : IAsyncLifetime
{
    private const string WaitingStatements =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'disposed' AND state = 'active'";

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Theory, Rule("F1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposal_ends_every_waiting_call_and_its_statement(bool overTheCallersSource)
    {
        var text = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { ApplicationName = "disposed", MaxPoolSize = 3 };
        await using var source = NpgsqlDataSource.Create(text);
        var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions
        {
            ConnectionString = overTheCallersSource ? null : text.ConnectionString,
            DataSource = overTheCallersSource ? source : null,
            LockTimeout = TimeSpan.FromHours(1),
            Batching = new BatchLimits(Statements: 1),
        });
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await using var holder = await Database.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand("LOCK TABLE clients, nonces, sessions IN ACCESS EXCLUSIVE MODE", holder, transaction))
        {
            await hold.ExecuteNonQueryAsync(Token);
        }

        Task[] sent =
        [
            storage.ConsumeNonceAsync("sent", Token).AsTask(),
            storage.DeleteSessionAsync(Guid.NewGuid(), Token).AsTask(),
            storage.DeleteClientAsync(client.Id, Token).AsTask(),
        ];
        await Eventually.TrueAsync(async () => await Database.QueryAsync<long>(WaitingStatements) == sent.Length, Token);
        Task[] notSent =
        [
            storage.ConsumeNonceAsync("in the queue", Token).AsTask(),
            storage.ConsumeNonceAsync("in the queue too", Token).AsTask(),
            storage.FindClientAsync(client.Id, Token).AsTask(),
            storage.DeleteSessionAsync(Guid.NewGuid(), CancellationToken.None).AsTask(),
        ];

        await storage.DisposeAsync();
        await storage.DisposeAsync();

        foreach (var call in notSent)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        }

        var errors = await Task.WhenAll(sent.Select(call => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call)));
        Assert.Equal([LtiWorkOutcome.Unknown, LtiWorkOutcome.Unknown, LtiWorkOutcome.NotApplied], errors.Select(error => error.Outcome));
        Assert.All(errors, error => Assert.Contains("disposed", error.Message, StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => await Database.QueryAsync<long>(WaitingStatements) == 0, Token);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await storage.FindSessionAsync(Guid.NewGuid(), Token));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
