using System.Globalization;
using System.Security.Cryptography;
using Lti.Storage.PostgreSqlServer.Internal;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>A throw-away cluster made with the machine's own binaries, to be stopped, killed and promoted at will. On loopback, on a free
/// port that it keeps; passwords are checked (scram-sha-256); its folder is removed when it's disposed or the process ends.</summary>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly PostgreSqlBinaries _binaries;
    private readonly GuardedFolder _folder;
    private readonly string _password;

    private PostgreSqlCluster(ServerOptions options, PostgreSqlBinaries binaries, GuardedFolder folder, string password)
    {
        _options = options;
        _binaries = binaries;
        _folder = folder;
        _password = password;
    }

    /// <summary>The port on 127.0.0.1; the same after each start.</summary>
    public int Port { get; private set; }

    /// <summary>For Npgsql, as the superuser <c>postgres</c>, in the database <c>postgres</c>.</summary>
    public string AdminConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Password = _password,
        Database = "postgres",
    }.ConnectionString;

    /// <summary>The version of the binaries.</summary>
    public Version Version => _binaries.Version;

    /// <summary>The folder of the data, of the unix socket's folder and of the log.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>The data directory, a folder in <see cref="Folder"/>.</summary>
    public string DataDirectory => _folder.File("data");

    /// <summary>The server's log.</summary>
    public string LogFile => _folder.File("server.log");

    /// <summary>Makes and starts a cluster; no value where the machine has no binaries that are new enough.</summary>
    /// <exception cref="InvalidOperationException">The binaries are there, but the server does not start; the message has its log.</exception>
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

        var cluster = await CreateAsync(options, binaries.Value, RandomNumberGenerator.GetHexString(32, lowercase: true), cancellationToken);
        return new(await cluster.FirstStartAsync(cluster.InitializeAsync, cancellationToken), null);
    }

    /// <summary>Makes a database, dropped when it is disposed.</summary>
    public Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default) =>
        TestDatabase.CreateAsync(AdminConnectionString, cancellationToken);

    /// <summary>Starts the cluster again on its port, and waits until it takes connections.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        // The processes of a killed server hold its memory a moment longer, and keep the next one out.
        Poll.UntilAsync(
            token => TryStartOnceAsync("pre-existing shared memory block", token),
            "The start of PostgreSQL", _options.StartTimeout, _options.TimeProvider, cancellationToken);

    /// <summary>Stops the cluster, and waits until it has stopped.</summary>
    public Task StopAsync(StopMode mode = StopMode.Fast, CancellationToken cancellationToken = default) =>
        ControlAsync(["stop", "-m", Name(mode)], cancellationToken);

    /// <summary>Stops and starts the cluster on its port.</summary>
    public async Task RestartAsync(StopMode mode = StopMode.Fast, CancellationToken cancellationToken = default)
    {
        await StopAsync(mode, cancellationToken);
        await StartAsync(cancellationToken);
    }

    /// <summary>Kills the server with SIGKILL, as the machine's failure would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        var line = (await File.ReadAllLinesAsync(Path.Combine(DataDirectory, "postmaster.pid"), cancellationToken))[0];
        using var server = System.Diagnostics.Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture));
        server.Kill();
        await server.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Changes a setting of the running server, for those that need no restart.</summary>
    public async Task SetAsync(string name, string value, CancellationToken cancellationToken = default)
    {
        await using var data = NpgsqlDataSource.Create(AdminConnectionString);
        // ALTER SYSTEM refuses to share a transaction with another statement, so there are two commands.
        await using (var alter = data.CreateCommand($"ALTER SYSTEM SET {name} = {ServerSettings.Quoted(value)}"))
        {
            await alter.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var reload = data.CreateCommand("SELECT pg_reload_conf()");
        await reload.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Copies the cluster to a standby that streams from it. When this returns, the standby has caught up with the copy and,
    /// if it is synchronous, each later commit waits for it. Dispose it before its primary.</summary>
    public async Task<PostgreSqlCluster> StartStandbyAsync(StandbyOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new StandbyOptions();
        var standby = await CreateAsync(_options, _binaries, _password, cancellationToken);
        await standby.FirstStartAsync(token => standby.CopyAsync(this, options, token), cancellationToken);
        if (options.Synchronous)
        {
            await SetAsync("synchronous_standby_names", $"\"{options.Name}\"", cancellationToken);
        }

        await Poll.UntilAsync(
            token => StreamsAsync(options, token), "Streaming to the standby", _options.StartTimeout, _options.TimeProvider, cancellationToken);
        return standby;
    }

    /// <summary>Makes a primary of a standby, and waits until it takes writes.</summary>
    public Task PromoteAsync(CancellationToken cancellationToken = default) => ControlAsync(["promote"], cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private static async Task<PostgreSqlCluster> CreateAsync(
        ServerOptions options, PostgreSqlBinaries binaries, string password, CancellationToken cancellationToken) =>
        new(options, binaries, await GuardedFolder.CreateAsync("lti-postgresql-", "data/postmaster.pid", "QUIT", cancellationToken), password);

    private static string Name(StopMode mode) => mode switch
    {
        StopMode.Smart => "smart",
        StopMode.Fast => "fast",
        StopMode.Immediate => "immediate",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "smart, fast or immediate"),
    };

    private async Task<PostgreSqlCluster> FirstStartAsync(Func<CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        try
        {
            await fill(cancellationToken);
            await Poll.UntilAsync(
                async token =>
                {
                    Port = FreePort.Choose();
                    // Read after postgresql.conf, and a copy of it may bring its primary's port along: the last line wins.
                    await File.AppendAllTextAsync(AutomaticSettings, $"port = {Port}\n", token);
                    return await TryStartOnceAsync("Address already in use", token);
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

    private string AutomaticSettings => Path.Combine(DataDirectory, "postgresql.auto.conf");

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await _folder.WriteAsync("password", _password, cancellationToken);
        (await _folder.RunAsync(
            _binaries.Program("initdb"),
            ["-D", DataDirectory, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", _folder.File("password"), "-E", "UTF8", "--locale=C",
                "--no-sync"],
            cancellationToken)).ThrowIfFailed("initdb");
        File.Delete(_folder.File("password"));
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = Folder,
            // In the folder, which is removed: a server that is killed leaves its segments in /dev/shm for good.
            ["dynamic_shared_memory_type"] = "mmap",
        };
        await File.AppendAllTextAsync(
            Path.Combine(DataDirectory, "postgresql.conf"), ServerSettings.Lines(own.Concat(_options.AllSettings)), cancellationToken);
    }

    private async Task CopyAsync(PostgreSqlCluster primary, StandbyOptions options, CancellationToken cancellationToken)
    {
        var source = $"host=127.0.0.1 port={primary.Port} user=postgres application_name={options.Name}";
        var start = _folder.Prepare(
            _binaries.Program("pg_basebackup"), "-d", source, "-D", DataDirectory, "-R", "-X", "stream", "-c", "fast", "--no-sync");
        start.Environment["PGPASSWORD"] = _password;
        (await Command.RunAsync(start, cancellationToken)).ThrowIfFailed("pg_basebackup");
        // The copy must not wait for standbys of its primary once it is promoted.
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unix_socket_directories"] = Folder,
            ["synchronous_standby_names"] = "",
        };
        await File.AppendAllTextAsync(AutomaticSettings, ServerSettings.Lines(own), cancellationToken);
    }

    private async Task<bool> StreamsAsync(StandbyOptions options, CancellationToken cancellationToken)
    {
        await using var data = NpgsqlDataSource.Create(AdminConnectionString);
        await using var command = data.CreateCommand(
            "SELECT count(*) FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming' AND (sync_state = 'sync' OR NOT $2)");
        command.Parameters.AddWithValue(options.Name);
        command.Parameters.AddWithValue(options.Synchronous);
        return await command.ExecuteScalarAsync(cancellationToken) is > 0L;
    }

    /// <summary>False where the log gives a reason that passes; any other failure is thrown with it.</summary>
    private async Task<bool> TryStartOnceAsync(string passingReason, CancellationToken cancellationToken)
    {
        var before = (await ReadLogAsync(cancellationToken)).Length;
        var started = await _folder.RunAsync(_binaries.Program("pg_ctl"), Arguments(["start", "-l", LogFile]), cancellationToken);
        if (started.Succeeded)
        {
            return true;
        }

        var log = (await ReadLogAsync(cancellationToken))[before..];
        return log.Contains(passingReason, StringComparison.Ordinal)
            ? false
            : throw new InvalidOperationException($"PostgreSQL did not start: {started.Output.Trim()}\n{log.Trim()}");
    }

    private async Task<string> ReadLogAsync(CancellationToken cancellationToken) =>
        File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile, cancellationToken) : "";

    private async Task ControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        (await _folder.RunAsync(_binaries.Program("pg_ctl"), Arguments(arguments), cancellationToken)).ThrowIfFailed("pg_ctl");

    private string[] Arguments(IEnumerable<string> arguments) =>
        [.. arguments, "-D", DataDirectory, "-w", "-t", ((int)Math.Ceiling(_options.StartTimeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture)];
}
