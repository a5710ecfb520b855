using System.Transactions;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>What must happen once has happened, whatever becomes of the caller's own transaction, even with a data source that would take part in it.</summary>
public sealed class AmbientTransactionTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private NpgsqlDataSource? _source;
    private PostgreSqlLtiStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Enlist = true });
        _storage = new PostgreSqlLtiStorage(_source);
    }

    [Fact, Rule("N3")]
    public async Task A_consumed_nonce_stays_used()
    {
        await Storage.StoreNonceAsync("nonce", cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await RolledBackAsync(() => Storage.ConsumeNonceAsync("nonce", Token)));

        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("N5")]
    public async Task A_claimed_nonce_stays_claimed()
    {
        Assert.True(await RolledBackAsync(() => Storage.ClaimNonceAsync("nonce", cancellationToken: Token)));

        Assert.False(await Storage.ClaimNonceAsync("nonce", cancellationToken: Token));
    }

    [Fact, Rule("L5")]
    public async Task A_completed_launch_stays_completed()
    {
        var session = Sample.Session();
        await Storage.StoreNonceAsync("nonce", cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await RolledBackAsync(() => Storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token)));

        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("R3")]
    public async Task A_consumed_registration_session_stays_consumed()
    {
        var registration = Sample.Registration();
        await Storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token);

        Assert.NotNull(await RolledBackAsync(() => Storage.ConsumeRegistrationSessionAsync(registration.Id, Token)));

        Assert.Null(await Storage.ConsumeRegistrationSessionAsync(registration.Id, Token));
    }

    [Fact]
    public async Task Administration_takes_no_part_in_it_either()
    {
        var client = await RolledBackAsync(() => Storage.AddClientAsync(Sample.Client(), Token));

        Assert.Equal(client, await Storage.FindClientAsync(client.Id, Token));
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _source!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    private static async Task<T> RolledBackAsync<T>(Func<ValueTask<T>> call)
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        var answer = await call();
        Assert.NotNull(Transaction.Current);
        return answer;
    }
}
