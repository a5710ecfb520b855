using System.Transactions;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Checks that writes that must happen once ignore a rollback of the caller's own transaction.</summary>
/// <remarks>One variant uses a data source that would enlist its connections.</remarks>
public sealed class RolledBackScopeTests : IAsyncLifetime
{
    private TestDatabase? _database;

    /// <summary>Gets the variants: an owned pool or the caller's, with and without batching.</summary>
    public static TheoryData<bool, bool> Pools { get; } = new MatrixTheoryData<bool, bool>([true, false], [false, true]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await FaultCluster.CreateDatabaseAsync();

    [Theory, Rule("N3")]
    [MemberData(nameof(Pools))]
    [FullRun("all rows of long theories", Rows = 2)]
    public Task Consumed_nonces_stay_used(bool own, bool batches) => RunAsync(own, batches, async (storage, nonces) =>
    {
        await Task.WhenAll(nonces.Select(nonce => storage.StoreNonceAsync(nonce, cancellationToken: Token).AsTask()));

        var outcomes = await RolledBackAsync(nonces, nonce => storage.ConsumeNonceAsync(nonce, Token));

        Assert.All(outcomes, outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
        await AssertUsedAsync(storage, nonces);
    });

    [Theory, Rule("N5")]
    [MemberData(nameof(Pools))]
    [FullRun("all rows of long theories", Rows = 2)]
    public Task Claimed_nonces_stay_claimed(bool own, bool batches) => RunAsync(own, batches, async (storage, nonces) =>
    {
        Assert.All(await RolledBackAsync(nonces, nonce => storage.ClaimNonceAsync(nonce, cancellationToken: Token)), Assert.True);

        await AssertUsedAsync(storage, nonces);
    });

    [Theory, Rule("L5")]
    [MemberData(nameof(Pools))]
    [FullRun("all rows of long theories", Rows = 2)]
    public Task Completed_launches_stay_completed(bool own, bool batches) => RunAsync(own, batches, async (storage, nonces) =>
    {
        var sessions = nonces.ToDictionary(nonce => nonce, _ => Sample.Session(), StringComparer.Ordinal);
        await Task.WhenAll(nonces.Select(nonce => storage.StoreNonceAsync(nonce, cancellationToken: Token).AsTask()));

        var outcomes = await RolledBackAsync(nonces, nonce => storage.CompleteLaunchAsync(nonce, sessions[nonce], cancellationToken: Token));

        Assert.All(outcomes, outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
        foreach (var session in sessions.Values)
        {
            Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        }

        await AssertUsedAsync(storage, nonces);
    });

    [Theory, Rule("R3")]
    [MemberData(nameof(Pools))]
    [FullRun("all rows of long theories", Rows = 2)]
    public Task Consumed_registration_sessions_stay_consumed(bool own, bool batches) => RunAsync(own, batches, async (storage, _) =>
    {
        var registrations = Enumerable.Range(0, 8).Select(_ => Sample.Registration()).ToList();
        await Task.WhenAll(registrations.Select(registration => storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token).AsTask()));

        Assert.All(await RolledBackAsync(registrations, registration => storage.ConsumeRegistrationSessionAsync(registration.Id, Token)), Assert.NotNull);

        Assert.All(await Task.WhenAll(registrations.Select(registration => storage.ConsumeRegistrationSessionAsync(registration.Id, Token).AsTask())), Assert.Null);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Administration_ignores_the_callers_transaction(bool own) => RunAsync(own, batches: true, async (storage, _) =>
    {
        var client = Assert.Single(await RolledBackAsync([Sample.Client()], added => storage.AddClientAsync(added, Token)));

        Assert.Equal(client, await storage.FindClientAsync(client.Id, Token));
    });

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    /// <summary>Gives a test a storage and eight nonces.</summary>
    private async Task RunAsync(bool own, bool batches, Func<PostgreSqlLtiStorage, IReadOnlyList<string>, Task> use)
    {
        var text = new NpgsqlConnectionStringBuilder(_database!.ConnectionString) { Enlist = true };
        await using var source = NpgsqlDataSource.Create(text);
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = own ? text.ConnectionString : null, DataSource = own ? null : source, BatchCalls = batches });

        await use(storage, [.. Enumerable.Range(0, 8).Select(_ => Sample.Nonce())]);
    }

    private static async Task AssertUsedAsync(PostgreSqlLtiStorage storage, IEnumerable<string> nonces)
        => Assert.All(await Task.WhenAll(nonces.Select(nonce => storage.ConsumeNonceAsync(nonce, Token).AsTask())), outcome => Assert.Equal(NonceOutcome.AlreadyUsed, outcome));

    /// <summary>Makes concurrent calls within a transaction that is rolled back.</summary>
    private static async Task<T[]> RolledBackAsync<TArgument, T>(IEnumerable<TArgument> arguments, Func<TArgument, ValueTask<T>> call)
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        var answers = await Task.WhenAll(arguments.Select(argument => call(argument).AsTask()));
        Assert.NotNull(Transaction.Current);
        return answers;
    }
}
