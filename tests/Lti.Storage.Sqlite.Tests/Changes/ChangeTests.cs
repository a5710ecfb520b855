using System.Collections.Concurrent;
using Lti.Storage.Caching;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Changes;

/// <summary>Tests that a node hears of the changes of another one.</summary>
public sealed class ChangeTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteLtiStorage? _here;
    private SqliteLtiStorage? _there;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Here => _here!;

    private SqliteLtiStorage There => _there!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        (_here, _there) = (Open(), Open());
    }

    public async ValueTask DisposeAsync()
    {
        await Here.DisposeAsync();
        await There.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_change_that_a_cache_must_know_is_reported()
    {
        var (config, session) = ((await There.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: Token)).Config, Any.Session());
        await There.AddSessionAsync(session, null, Token);
        var listener = await ListenAsync();

        (string What, Func<Task> Change, Guid Id)[] changes =
        [
            ("update a client", () => There.UpdateClientAsync(config.ClientKey, new ClientUpdate { IsEnabled = false }, Token).AsTask(), config.ClientKey.Value),
            ("add a deployment", () => There.EnsureDeploymentAsync(config.ClientKey, "2", cancellationToken: Token).AsTask(), config.ClientKey.Value),
            (
                "update a deployment",
                () => There.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, new DeploymentUpdate { Name = "new" }, Token).AsTask(),
                config.ClientKey.Value),
            ("delete a deployment", () => There.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey, Token).AsTask(), config.ClientKey.Value),
            ("delete a client", () => There.DeleteClientAsync(config.ClientKey, Token).AsTask(), config.ClientKey.Value),
            ("delete a session", () => There.DeleteSessionAsync(session.Id, Token).AsTask(), session.Id),
        ];
        foreach (var (_, change, id) in changes)
        {
            listener.Ids.Clear();
            await change();
            await Eventually.TrueAsync(() => Task.FromResult(listener.Ids.Contains(id)), Token);
        }

        listener.Ids.Clear();
        var added = await There.AddClientAsync(Any.Client(), Token);
        await Eventually.TrueAsync(() => Task.FromResult(listener.Ids.Contains(added.Id.Value)), Token);
    }

    [Fact]
    public async Task Statement_of_another_program_is_reported()
    {
        var client = await There.AddClientAsync(Any.Client(), Token);
        var listener = await ListenAsync();
        using var other = new OtherProgram(_folder.File);

        other.Run("UPDATE clients SET is_enabled = 0");

        await Eventually.TrueAsync(() => Task.FromResult(listener.Ids.Contains(client.Id.Value)), Token);
    }

    [Fact]
    public async Task Changes_that_were_removed_before_they_were_read_report_everything()
    {
        var listener = await ListenAsync();
        var before = listener.Everything;
        using var other = new OtherProgram(_folder.File);

        other.Run("INSERT INTO changes (number, kind, id) VALUES (5000, 'client', zeroblob(16))");

        await Eventually.TrueAsync(() => Task.FromResult(listener.Everything > before), Token);
    }

    [Fact]
    public async Task Changes_whose_numbers_begin_again_report_everything_and_go_on()
    {
        await There.AddClientAsync(Any.Client(), Token);
        await There.AddClientAsync(Any.Client(), Token);
        var listener = await ListenAsync();
        var before = listener.Everything;
        using var other = new OtherProgram(_folder.File);

        // So does a backup that is restored into the file in place.
        other.Run("DELETE FROM changes");
        await Eventually.TrueAsync(() => Task.FromResult(listener.Everything > before), Token);

        var added = await There.AddClientAsync(Any.Client(), Token);
        await Eventually.TrueAsync(() => Task.FromResult(listener.Ids.Contains(added.Id.Value)), Token);
    }

    [Fact]
    public async Task Change_that_cannot_be_read_reports_everything_and_ends_no_reports()
    {
        var listener = await ListenAsync();
        var before = listener.Everything;
        using var other = new OtherProgram(_folder.File);

        other.Run("INSERT INTO changes (kind, id) VALUES ('client', x'00')");
        await Eventually.TrueAsync(() => Task.FromResult(listener.Everything > before), Token);

        var added = await There.AddClientAsync(Any.Client(), Token);
        await Eventually.TrueAsync(() => Task.FromResult(listener.Ids.Contains(added.Id.Value)), Token);
    }

    [Fact]
    public async Task Old_changes_are_removed()
    {
        using var other = new OtherProgram(_folder.File);

        other.Run(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000)
            INSERT INTO changes (kind, id) SELECT 'client', zeroblob(16) FROM numbers
            """);
        await There.AddClientAsync(Any.Client(), Token);

        Assert.Equal(("2001", "12001"), (other.Read("SELECT min(number) FROM changes"), other.Read("SELECT max(number) FROM changes")));
    }

    [Fact]
    public async Task Cleanup_of_expired_sessions_reports_none()
    {
        await There.AddSessionAsync(Any.Session(), TimeSpan.FromTicks(1), Token);
        using var other = new OtherProgram(_folder.File);

        Assert.Equal(1, (await There.CleanupAsync(Token)).Sessions);

        Assert.Equal("0", other.Read("SELECT count(*) FROM changes"));
    }

    [Fact]
    public async Task Cache_forgets_what_another_node_deleted()
    {
        await using var cached = Open().WithCaching();
        var session = Any.Session();
        await There.AddSessionAsync(session, null, Token);
        Assert.NotNull(await cached.FindSessionAsync(session.Id, Token));

        await There.DeleteSessionAsync(session.Id, Token);

        await Eventually.TrueAsync(async () => await cached.FindSessionAsync(session.Id, Token) is null, Token);
    }

    [Fact]
    public async Task Source_that_lost_the_file_reports_everything_when_it_is_back()
    {
        var listener = await ListenAsync();
        var before = listener.Everything;

        File.Move(_folder.File, _folder.File + ".away");
        await Eventually.TrueAsync(() => Task.FromResult(Here.State == InvalidationState.Reconnecting), Token);
        File.Move(_folder.File + ".away", _folder.File);

        await Eventually.TrueAsync(() => Task.FromResult(Here.State == InvalidationState.Listening && listener.Everything > before), Token);
    }

    private async Task<Listener> ListenAsync()
    {
        var listener = new Listener();
        Here.Subscribe(listener);
        await Eventually.TrueAsync(() => Task.FromResult(Here.State == InvalidationState.Listening), Token);
        return listener;
    }

    private SqliteLtiStorage Open() => new(new SqliteStorageOptions
    {
        ConnectionString = _folder.ConnectionString,
        ChangeInterval = TimeSpan.FromMilliseconds(10),
    });

    private sealed class Listener : IInvalidationListener
    {
        private int _everything;

        public ConcurrentBag<Guid> Ids { get; } = [];

        public int Everything => _everything;

        public void ClientChanged(ClientKey clientKey) => Ids.Add(clientKey.Value);

        public void SessionDeleted(Guid sessionId) => Ids.Add(sessionId);

        public void EverythingChanged() => Interlocked.Increment(ref _everything);
    }
}
