using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Rule E8: with every log level, trace and metric captured, Npgsql's own included, no secret is in any of them, nor in any exception.</summary>
public sealed class SecrecyTests : IAsyncLifetime
{
    private const string Canary = "canary-9Xw4";

    private readonly CapturingLoggerFactory _log = new();
    private readonly ConcurrentQueue<string> _traces = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("E8")]
    public async Task No_nonce_session_token_password_or_connection_string_is_logged_traced_measured_or_thrown()
    {
        // A password of its own, which a log would show; and once the error details that a caller may have turned on.
        await using var login = await TestLogin.CreateAsync(_database!, $"{Canary}-password");
        await _database!.ExecuteAsync($"GRANT USAGE ON SCHEMA public TO {login.Name}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {login.Name}");

        using var activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _traces.Enqueue(string.Join(
                ' ', activity.TagObjects.Concat(activity.Events.SelectMany(e => e.Tags)).Select(tag => $"{tag.Key}={tag.Value}").Append(activity.DisplayName))),
        };
        ActivitySource.AddActivityListener(activities);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Keep(tags));
        meters.SetMeasurementEventCallback<int>((_, _, tags, _) => Keep(tags));
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => Keep(tags));
        meters.Start();

        await using (var storage = Open(login, schema: "public"))
        {
            await CallAsync(storage);
        }

        await using (var storage = Open(login, schema: "missing"))
        {
            await CallAsync(storage);
        }

        var detailed = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { IncludeErrorDetail = true };
        login.Use(detailed);
        var builder = new NpgsqlDataSourceBuilder(detailed.ConnectionString);
        await using var source = builder.Build();
        await using (var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = source }, loggerFactory: _log))
        {
            await CallAsync(storage);
        }

        meters.RecordObservableInstruments();
        Assert.NotEmpty(_log.Lines);
        Assert.NotEmpty(_traces);
        Assert.NotEmpty(_errors);
        Assert.DoesNotContain(_log.Lines, line => line.Message.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(_traces, trace => trace.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(_errors, error => error.Contains(Canary, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> list)
    {
        await foreach (var _ in list)
        {
        }
    }

    private PostgreSqlLtiStorage Open(TestLogin login, string schema)
    {
        var text = new NpgsqlConnectionStringBuilder(_database!.ConnectionString) { IncludeErrorDetail = true, PersistSecurityInfo = true };
        login.Use(text);
        return new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = text.ConnectionString, Schema = schema }, loggerFactory: _log);
    }

    /// <summary>Every operation with a secret in it, twice, so that what can collide does.</summary>
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

    private void Keep(ReadOnlySpan<KeyValuePair<string, object?>> tags) => _traces.Enqueue(string.Join(' ', tags.ToArray()));
}
