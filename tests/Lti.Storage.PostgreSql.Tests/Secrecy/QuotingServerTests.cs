using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Docs;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Tests rule E8 on a server that quotes parameters, rows and statements wherever it can.</summary>
public sealed class QuotingServerTests(TalkativeServer server) : IClassFixture<TalkativeServer>, IAsyncLifetime
{
    private const string Canary = "canary-4Tz8";

    private readonly SecretCalls _calls = new(Canary);
    private TestDatabase? _database;
    private TestLogin? _login;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Errors { get; } =
        [.. FailureTable.Rows.Select(row => row.State.Replace('x', '0')), "58P01", Failing.Cast, Failing.Fatal];

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        await Failing.PrepareAsync(_database);
        _login = await TestLogin.CreateAsync(_database, $"{Canary}-password");
        await _database.ExecuteAsync(
            $"GRANT USAGE ON SCHEMA public TO {_login.Name}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {_login.Name}");
        await using var storage = Open();
        await _calls.PrepareAsync(storage, Token);
    }

    [Fact, Rule("E8")]
    public async Task Lock_timeout_shows_neither_the_nonce_nor_the_session()
    {
        await using var holder = await Database.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync(Token);
        await using (var lockRow = new NpgsqlCommand($"SELECT FROM nonces WHERE nonce = '{_calls.Nonce}' FOR UPDATE", holder, transaction))
        {
            await lockRow.ExecuteNonQueryAsync(Token);
        }

        // Capture from here, because the test itself sent the statement above.
        using var capture = new Capture(Canary);
        await using var storage = Open(text => text.Options = "-c lock_timeout=50ms", capture);
        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => storage.CompleteLaunchAsync(_calls.Nonce, _calls.Session, cancellationToken: Token).AsTask());

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, Assert.IsType<PostgresException>(error.InnerException).SqlState);
        Assert.DoesNotContain(Canary, ThrownText.Of(error), StringComparison.Ordinal);
        Assert.Empty(capture.Leaks);
    }

    [Theory, Rule("E8")]
    [MemberData(nameof(Errors))]
    [FullRun("all rows of long theories", Rows = 6)]
    public async Task No_operation_shows_a_value_in_an_exception_log_trace_or_metric_for_any_error(string error)
    {
        using var capture = new Capture(Canary);
        await using var storage = Open(log: capture);
        await Failing.ChooseAsync(Database, error);

        var thrown = await _calls.CallAllAsync(storage, Token);

        capture.Observe();
        Assert.True(thrown.Count >= SecretCalls.Count - 2, $"Only {thrown.Count} calls failed.");
        Assert.All(thrown, e => Assert.DoesNotContain(Canary, ThrownText.Of(e), StringComparison.Ordinal));
        Assert.Superset(new HashSet<string>(["log Npgsql.Connection", "log Npgsql.Command", "trace Npgsql"], StringComparer.Ordinal), capture.Origins.ToHashSet(StringComparer.Ordinal));
        Assert.Empty(capture.Leaks);
    }

    [Theory, Rule("E8")]
    [InlineData("53200")]
    [InlineData("23505")]
    [InlineData(Failing.Cast)]
    public async Task Exceptions_of_a_data_source_with_all_details_show_no_value(string error)
    {
        var text = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { IncludeErrorDetail = true, IncludeFailedBatchedCommand = true, LogParameters = true };
        _login!.Use(text);
        await using var source = NpgsqlDataSource.Create(text);
        await using var storage = new PostgreSqlLtiStorage(source);
        await Failing.ChooseAsync(Database, error);

        var thrown = await _calls.CallAllAsync(storage, Token);

        Assert.NotEmpty(thrown);
        Assert.All(thrown, e => Assert.DoesNotContain(Canary, ThrownText.Of(e), StringComparison.Ordinal));
    }

    [Fact, Rule("E8")]
    public async Task Conflict_shows_only_the_key_that_collided()
    {
        await using var storage = Open();
        var client = _calls.Client with { Name = $"{Canary}-other" };

        var error = await Assert.ThrowsAsync<LtiConflictException>(() => storage.AddClientAsync(client, Token).AsTask());

        Assert.IsType<PostgresException>(error.InnerException);
        Assert.DoesNotContain(Canary, ThrownText.Of(error), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _login!.DisposeAsync();
        await Database.DisposeAsync();
    }

    private PostgreSqlLtiStorage Open(Action<NpgsqlConnectionStringBuilder>? connection = null, Capture? log = null) => Database.Open(
        text =>
        {
            _login!.Use(text);
            connection?.Invoke(text);
        },
        log: log?.Log);
}
