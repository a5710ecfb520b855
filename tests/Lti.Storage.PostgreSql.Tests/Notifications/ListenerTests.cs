using System.Collections.Concurrent;
using System.Diagnostics;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

public sealed class ListenerTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact]
    public async Task Nothing_is_listened_for_before_a_cache_subscribes()
    {
        await using var storage = Database.Open(text => text.ApplicationName = "lone");
        await storage.ClaimNonceAsync("nonce", cancellationToken: Token);

        Assert.Equal(InvalidationState.Off, storage.State);
        Assert.Equal(0L, await ListenersAsync("lone"));
    }

    [Fact]
    public async Task Changes_by_another_node_are_reported_until_disposal()
    {
        await using var writer = Database.Open();
        var storage = Database.Open(text => text.ApplicationName = "reader");
        var heard = new Heard();
        storage.Subscribe(heard);
        await ListeningAsync(storage);

        var client = await writer.AddClientAsync(Sample.Client(), Token);
        var session = Sample.Session();
        await writer.AddSessionAsync(session, cancellationToken: Token);
        await writer.DeleteSessionAsync(session.Id, Token);

        await heard.UntilAsync($"client {client.Id}");
        await heard.UntilAsync($"session {session.Id}");
        Assert.Equal("everything", heard.Reports.First());
        Assert.Equal(1L, await ListenersAsync("reader"));

        await storage.DisposeAsync();
        Assert.Equal(InvalidationState.Off, storage.State);
        await Eventually.TrueAsync(async () => await ListenersAsync("reader") == 0, Token);
    }

    [Fact]
    public async Task Listener_with_a_dead_connection_reconnects_and_reports_that_everything_may_have_changed()
    {
        await using var storage = Database.Open(text => text.ApplicationName = "mortal");
        var heard = new Heard();
        storage.Subscribe(heard);
        for (var round = 1; round <= 3; round++)
        {
            await ListeningAsync(storage);
            Assert.Equal(round, heard.Reports.Count(report => report == "everything"));

            await Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mortal listener'");

            var expected = round + 1;
            await Eventually.TrueAsync(() => Task.FromResult(heard.Reports.Count(report => report == "everything") == expected), Token);
        }

        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await heard.UntilAsync($"client {client.Id}");
    }

    [Fact]
    public async Task Listener_runs_outside_its_first_subscribers_context()
    {
        await using var storage = Database.Open();
        var tenant = new AsyncLocal<string?> { Value = "first" };
        using var request = new Activity("request").Start();
        var seen = new ConcurrentQueue<(string? Tenant, bool IsOfRequest)>();

        // While another test listens to Npgsql's spans, a span of the listener's own statement may be current. It belongs to no request.
        var heard = new Heard { OnReport = () => seen.Enqueue((tenant.Value, Activity.Current?.TraceId == request.TraceId)) };

        storage.Subscribe(heard);
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await ListeningAsync(storage);
        await storage.DeleteClientAsync(client.Id, Token);
        await heard.UntilAsync($"client {client.Id}");

        Assert.NotEmpty(seen);
        Assert.All(seen, report => Assert.Equal((null, false), report));
        Assert.Equal(("first", request), (tenant.Value, Activity.Current));
    }

    [Fact]
    public async Task Listener_uses_no_slot_of_a_pool_of_one_and_hears_changes_while_the_pool_is_in_use()
    {
        await using var writer = Database.Open();
        await using var storage = Database.Open(text => (text.ApplicationName, text.MaxPoolSize, text.Timeout) = ("single", 1, 60));
        var client = await writer.AddClientAsync(Sample.Client(), Token);
        await using var locked = await Database.ConnectAsync();
        await using var transaction = await locked.BeginTransactionAsync(Token);
        await using (var command = new NpgsqlCommand("SELECT FROM clients FOR UPDATE", locked))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        // The pool is in use before the listener connects. The listener waits to send its proof and returns the connection.
        var update = storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "New" }, Token).AsTask();
        await WaitingAsync();
        var heard = new Heard();
        storage.Subscribe(heard);
        await Eventually.TrueAsync(async () => await ListenersAsync("single") == 1, Token);
        Assert.Equal(InvalidationState.Reconnecting, storage.State);
        await transaction.RollbackAsync(Token);
        await update;
        await ListeningAsync(storage);

        // While it listens, the pool is in use again. The listener still hears other nodes' changes.
        await using var again = await locked.BeginTransactionAsync(Token);
        await using (var command = new NpgsqlCommand("SELECT FROM clients FOR UPDATE", locked))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        update = storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "Newer" }, Token).AsTask();
        await WaitingAsync();
        var other = await writer.AddClientAsync(Sample.Client(), Token);
        await heard.UntilAsync($"client {other.Id}");
        await again.RollbackAsync(Token);
        await update;
        Assert.Equal(1L, await Database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'single'"));
    }

    [Fact]
    public async Task Data_source_of_the_caller_needs_a_second_one_for_the_listener_and_a_warning_says_so()
    {
        await using var source = NpgsqlDataSource.Create(Database.ConnectionString);
        var log = new CapturingLoggerFactory();
        await using (var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = source }, loggerFactory: log))
        {
            storage.Subscribe(new Heard());
            Assert.Equal(InvalidationState.Off, storage.State);
            Assert.Single(log.Lines, line => line.Level == LogLevel.Warning && line.Message.Contains("ListenerDataSource", StringComparison.Ordinal));
        }

        await using var second = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1 });
        await using var listening = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = source, ListenerDataSource = second });
        listening.Subscribe(new Heard());
        await ListeningAsync(listening);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Listener_is_off_in_a_serverless_environment_and_by_option(bool serverless, bool turnedOff)
    {
        await using var storage = Database.Open(configure: options =>
        {
            options.IsServerless = serverless;
            options.ListenForChanges = !turnedOff;
        });

        storage.Subscribe(new Heard());

        Assert.Equal(InvalidationState.Off, storage.State);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static Task ListeningAsync(PostgreSqlLtiStorage storage)
        => Eventually.TrueAsync(() => Task.FromResult(storage.State == InvalidationState.Listening), Token);

    private Task WaitingAsync()
        => Eventually.TrueAsync(async () => await Database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'single' AND wait_event_type = 'Lock'") == 1, Token);

    private Task<long> ListenersAsync(string name)
        => Database.QueryAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{name} listener'");
}
