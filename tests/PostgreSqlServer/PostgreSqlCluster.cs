using System.Diagnostics;
using Lti.Storage.PostgreSqlServer.Internal;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Runs a throw-away cluster from the machine's binaries that a test can stop, kill and promote.</summary>
/// <remarks>
/// It listens on a free loopback port, which it keeps, and checks passwords (scram-sha-256). Its folder is removed on disposal and when
/// the process ends.
/// </remarks>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly PostgreSqlBinaries _binaries;
    private readonly DataDirectory _data;
    private readonly PgCtl _control;
    private readonly string _password;
    private Administrator? _administrator;
    private TemplateDatabase? _template;

    private PostgreSqlCluster(ServerOptions options, PostgreSqlBinaries binaries, GuardedFolder folder, string password)
    {
        _options = options;
        _binaries = binaries;
        _data = new DataDirectory(binaries, folder);
        _control = new PgCtl(binaries, _data, options.StartTimeout);
        _password = password;
    }

    /// <summary>Gets the port on 127.0.0.1. It stays the same after each start.</summary>
    public int Port { get; private set; }

    /// <summary>Gets the Npgsql connection string of the superuser <c>postgres</c> for the database <c>postgres</c>.</summary>
    public string AdminConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Password = _password,
        Database = "postgres",
    }.ConnectionString;

    /// <summary>Gets the version of the binaries.</summary>
    public Version Version => _binaries.Version;

    /// <summary>Gets the folder that contains the data, the unix socket's folder and the log.</summary>
    public string Folder => _data.Guarded.FullPath;

    /// <summary>Gets the data directory, a folder in <see cref="Folder"/>.</summary>
    public string DataDirectory => _data.FullPath;

    /// <summary>Gets the path of the server's log.</summary>
    public string LogFile => _control.LogFile;

    /// <summary>Creates and starts a cluster.</summary>
    /// <returns>The cluster, or the reason when the machine has no binaries that are new enough.</returns>
    /// <exception cref="InvalidOperationException">The binaries exist but the server does not start. The message has its log.</exception>
    public static async Task<StartResult<PostgreSqlCluster>> TryStartAsync(
        ServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ServerOptions();
        if (OperatingSystem.IsWindows())
        {
            return new(null, "PostgreSQL's own binaries serve on Unix only");
        }

        var binaries = await PostgreSqlBinaries.FindAsync(options, cancellationToken);
        if (!binaries.Started)
        {
            return new(null, binaries.Reason);
        }

        var initialized = await InitializedData.GetAsync(binaries.Value);
        var cluster = await CreateAsync(options, binaries.Value, initialized.Password, cancellationToken);
        return new(await cluster.FirstStartAsync(
            token => cluster._data.InitializeAsync(initialized, options.AllSettings, token), cancellationToken), null);
    }

    /// <summary>Creates a database that is dropped on disposal.</summary>
    public Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default) =>
        TestDatabase.CreateAsync(GetAdministrator(), cancellationToken);

    /// <summary>Creates a copy of the cluster's template database that is dropped on disposal.</summary>
    /// <param name="fill">Fills the template. Only the first call of a cluster uses it.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    public Task<TestDatabase> CopyDatabaseAsync(Func<TestDatabase, Task> fill, CancellationToken cancellationToken = default) =>
        (_template ??= new TemplateDatabase(GetAdministrator())).CopyAsync(fill, cancellationToken);

    /// <summary>Starts the cluster on its port and waits until it accepts connections.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        // Processes of a killed server keep its shared memory for a moment, and a new server cannot start until they exit.
        Poll.UntilAsync(
            token => _control.TryStartAsync("pre-existing shared memory block", token),
            "The start of PostgreSQL", _options.StartTimeout, _options.TimeProvider, cancellationToken);

    /// <summary>Stops the cluster and waits until it has stopped.</summary>
    public Task StopAsync(StopMode mode = StopMode.Fast, CancellationToken cancellationToken = default) =>
        _control.StopAsync(mode, cancellationToken);

    /// <summary>Stops the cluster and starts it on the same port.</summary>
    public async Task RestartAsync(StopMode mode = StopMode.Fast, CancellationToken cancellationToken = default)
    {
        await StopAsync(mode, cancellationToken);
        await StartAsync(cancellationToken);
    }

    /// <summary>Kills the server with SIGKILL, as a machine failure would, and waits until it has exited.</summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        using var server = Process.GetProcessById(await _data.ServerIdAsync(cancellationToken));
        server.Kill();
        await server.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Changes a setting of the running server. The setting must not need a restart.</summary>
    public async Task SetAsync(string name, string value, CancellationToken cancellationToken = default)
    {
        // ALTER SYSTEM must be the only statement of its transaction.
        await ExecuteAsync($"ALTER SYSTEM SET {name} = {ServerSettings.Quoted(value)}", cancellationToken);
        await ExecuteAsync("SELECT pg_reload_conf()", cancellationToken);
    }

    /// <summary>Copies the cluster to a standby that streams from it.</summary>
    /// <remarks>
    /// On return the standby has caught up with the copy. If it is synchronous, each later commit waits for it. Dispose it before its
    /// primary.
    /// </remarks>
    public async Task<PostgreSqlCluster> StartStandbyAsync(StandbyOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new StandbyOptions();
        var standby = await CreateAsync(_options, _binaries, _password, cancellationToken);
        await standby.FirstStartAsync(token => standby._data.CopyAsync(this, _password, options.Name, token), cancellationToken);
        try
        {
            await AwaitStandbyAsync(options, cancellationToken);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>Promotes a standby and waits until it accepts writes.</summary>
    public Task PromoteAsync(CancellationToken cancellationToken = default) => _control.PromoteAsync(cancellationToken);

    /// <summary>Demotes a primary to a standby without a source and waits until it accepts reads.</summary>
    public async Task DemoteAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync(StopMode.Fast, cancellationToken);
        await _data.Guarded.WriteAsync("data/standby.signal", "", cancellationToken);
        await StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _data.Guarded.DisposeAsync();
        if (_administrator is not null)
        {
            await _administrator.DisposeAsync();
        }
    }

    private static async Task<PostgreSqlCluster> CreateAsync(
        ServerOptions options, PostgreSqlBinaries binaries, string password, CancellationToken cancellationToken) =>
        new(
            options, binaries,
            // SIGQUIT is the immediate stop, because no data must be kept.
            await GuardedFolder.CreateAsync(
                "lti-postgresql-", Internal.DataDirectory.PidFile, "QUIT", mayBeInMemory: !options.IsDurable, cancellationToken),
            password);

    private async Task<PostgreSqlCluster> FirstStartAsync(Func<CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        try
        {
            await fill(cancellationToken);
            await Poll.UntilAsync(
                async token =>
                {
                    Port = FreePort.Choose();
                    await _data.OverrideAsync([new("port", $"{Port}")], token);
                    return await _control.TryStartAsync("Address already in use", token);
                },
                "The start of PostgreSQL", _options.StartTimeout, _options.TimeProvider, cancellationToken);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task AwaitStandbyAsync(StandbyOptions options, CancellationToken cancellationToken)
    {
        if (options.Synchronous)
        {
            await SetAsync("synchronous_standby_names", $"\"{options.Name}\"", cancellationToken);
        }

        await Poll.UntilAsync(
            token => StreamsAsync(options, token),
            "Streaming to the standby", _options.StartTimeout, _options.TimeProvider, cancellationToken);
        // The checkpointer makes commits wait once it has read the setting. A checkpoint proves that it has.
        await ExecuteAsync("CHECKPOINT", cancellationToken);
    }

    // The port is known once the cluster runs.
    private Administrator GetAdministrator() => _administrator ??= new Administrator(AdminConnectionString, isPooled: false);

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken) => GetAdministrator().ExecuteAsync(sql, cancellationToken);

    private async Task<bool> StreamsAsync(StandbyOptions options, CancellationToken cancellationToken)
    {
        await using var data = NpgsqlDataSource.Create(Administrator.Patient(AdminConnectionString));
        await using var command = data.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_replication
            WHERE application_name = $1 AND state = 'streaming' AND (sync_state = 'sync' OR NOT $2)
            """);
        command.Parameters.AddWithValue(options.Name);
        command.Parameters.AddWithValue(options.Synchronous);
        return await command.ExecuteScalarAsync(cancellationToken) is > 0L;
    }
}
