using System.Collections.Concurrent;
using Lti.Storage.Caching;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.Telemetry;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Checks that no log, trace, metric or exception contains a secret (rule E8).</summary>
/// <remarks>Every log level is captured, including Npgsql's own.</remarks>
public sealed class SecrecyTests : IAsyncLifetime
{
    private const string Canary = "canary-9Xw4";

    private readonly ConcurrentQueue<string> _errors = new();
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("E8")]
    public async Task No_nonce_session_token_password_or_connection_string_is_logged_traced_measured_or_thrown()
    {
        // Use a separate password, which a log would show. One variant turns on the error details as a caller may.
        await using var login = await TestLogin.CreateAsync(_database!, $"{Canary}-password");
        await _database!.ExecuteAsync($"GRANT USAGE ON SCHEMA public TO {login.Name}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {login.Name}");

        using var capture = new Capture(Canary);
        await using (var storage = Open(login, schema: "public", capture))
        {
            await CallAsync(storage);
        }

        await using (var storage = Open(login, schema: "missing", capture))
        {
            await CallAsync(storage);
        }

        var detailed = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { IncludeErrorDetail = true };
        login.Use(detailed);
        var builder = new NpgsqlDataSourceBuilder(detailed.ConnectionString);
        await using var source = builder.Build();
        await using (var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = source }, loggerFactory: capture.Log))
        {
            await CallAsync(storage);
        }

        capture.Observe();
        string[] origins = ["log Npgsql.Connection", "log Npgsql.Command", "trace Npgsql", "metric Npgsql"];
        Assert.Superset(origins.ToHashSet(StringComparer.Ordinal), capture.Origins.ToHashSet(StringComparer.Ordinal));
        Assert.NotEmpty(_errors);
        Assert.Empty(capture.Leaks);
        Assert.DoesNotContain(_errors, error => error.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact, Rule("E8")]
    public async Task Session_notifications_between_nodes_are_not_logged_traced_or_measured()
    {
        using var capture = new Capture(Canary);
        await using var one = Open(capture);
        await using var other = Open(capture);
        await Eventually.TrueAsync(() => Task.FromResult(Listens(one) && Listens(other)), Token);
        var session = Sample.Session(user: $"{Canary}-user");
        capture.Note(session.Id);
        await one.AddSessionAsync(session, cancellationToken: Token);
        Assert.NotNull(await other.FindSessionAsync(session.Id, Token));

        await one.DeleteSessionAsync(session.Id, Token);

        // The other node heard the session's ID, which the notification contains.
        await Eventually.TrueAsync(async () => await other.FindSessionAsync(session.Id, Token) is null, Token);
        capture.Observe();
        Assert.Single(capture.Origins, origin => origin == "metric Lti.Storage.PostgreSql");
        Assert.Empty(capture.Leaks);
    }

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    private static bool Listens(ILtiStorage node) => node.GetService<IInvalidationSource>() is { State: InvalidationState.Listening };

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> list)
    {
        await foreach (var _ in list)
        {
        }
    }

    /// <summary>Opens a node as a tool does, which hears changes of other nodes.</summary>
    private ILtiStorage Open(Capture capture) => new PostgreSqlLtiStorage(
        new PostgreSqlStorageOptions { ConnectionString = _database!.ConnectionString }, loggerFactory: capture.Log).WithCaching().WithTelemetry();

    private PostgreSqlLtiStorage Open(TestLogin login, string schema, Capture capture)
    {
        var text = new NpgsqlConnectionStringBuilder(_database!.ConnectionString) { IncludeErrorDetail = true, PersistSecurityInfo = true };
        login.Use(text);
        return new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = text.ConnectionString, Schema = schema }, loggerFactory: capture.Log);
    }

    /// <summary>Makes every call that takes a secret twice, so that keys collide.</summary>
    private async Task CallAsync(PostgreSqlLtiStorage storage)
    {
        var session = Sample.Session(user: $"{Canary}-user", name: $"{Canary}-name");
        var registration = Sample.Registration($"{Canary}-token");
        var nonce = $"{Canary}-nonce";
        var filter = new SessionFilter { Issuer = "https://lms.example.edu", UserId = $"{Canary}-user" };
        Func<Task>[] calls =
        [
            () => storage.StartAsync(Token),
            () => storage.StoreNonceAsync(nonce, cancellationToken: Token).AsTask(),
            () => storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token).AsTask(),
            () => storage.ConsumeNonceAsync(nonce, Token).AsTask(),
            () => storage.ClaimNonceAsync(nonce, cancellationToken: Token).AsTask(),
            () => storage.StoreNonceAsync($"{nonce} 2", cancellationToken: Token).AsTask(),
            () => storage.CompleteLaunchAsync($"{nonce} 2", session, cancellationToken: Token).AsTask(),
            () => storage.AddSessionAsync(session, cancellationToken: Token).AsTask(),
            () => storage.FindSessionAsync(session.Id, Token).AsTask(),
            () => storage.RenewSessionAsync(session.Id, cancellationToken: Token).AsTask(),
            () => ReadAsync(storage.ListSessionsAsync(filter, cancellationToken: Token)),
            () => storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token).AsTask(),
            () => storage.FindRegistrationSessionAsync(registration.Id, Token).AsTask(),
            () => storage.ConsumeRegistrationSessionAsync(registration.Id, Token).AsTask(),
            () => storage.DeleteRegistrationSessionAsync(registration.Id, Token).AsTask(),
            () => storage.CleanupAsync(Token).AsTask(),
        ];
        foreach (var call in calls.Concat(calls).Append(() => storage.DeleteSessionsAsync(filter, Token).AsTask()))
        {
            if (await Record.ExceptionAsync(call) is { } error)
            {
                Assert.IsAssignableFrom<LtiStorageException>(error);
                _errors.Enqueue(error.ToString());
            }
        }
    }
}
