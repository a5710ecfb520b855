using System.Globalization;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>The server of a run. The tests find theirs the same way.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    // The time of a write depends on these settings.
    private static readonly string[] _shown = ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "max_connections"];

    private readonly TestServer _server;

    private BenchmarkServer(TestServer server, IReadOnlyDictionary<string, string> settings)
    {
        _server = server;
        Settings = settings;
    }

    /// <summary>The server's settings by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public string Description => $"PostgreSQL {_server.ServerVersion} ({_server.Origin switch
    {
        ServerOrigin.Configured => "from `LTI_TEST_DATABASE_URL`",
        ServerOrigin.Docker => "in Docker",
        _ => "started for this run on the same machine",
    }})";

    /// <summary>Finds or starts a server.</summary>
    /// <param name="options">The options for finding a server.</param>
    /// <param name="connections">The maximum number of connections of the run.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="RefusedException">No server was found or the server can't be used.</exception>
    public static async Task<BenchmarkServer> StartAsync(ServerOptions options, int connections, CancellationToken cancellationToken)
    {
        var server = await FindAsync(options, connections, cancellationToken);
        try
        {
            var settings = await SettingsAsync(server, cancellationToken);
            Require(settings, connections);
            return new BenchmarkServer(server, settings);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<ServerDatabase> CreateDatabaseAsync()
        => new(await _server.CreateDatabaseAsync());

    /// <summary>Gets the server's data folder. Returns null for a server elsewhere or an unknown folder.</summary>
    public async Task<string?> DataFolderAsync(CancellationToken cancellationToken)
    {
        if (_server.Origin != ServerOrigin.Binaries)
        {
            return null;
        }

        await using var data = NpgsqlDataSource.Create(_server.AdminConnectionString);
        await using var command = data.CreateCommand("SHOW data_directory");
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<TestServer> FindAsync(ServerOptions options, int connections, CancellationToken cancellationToken)
    {
        try
        {
            var started = await TestServer.TryStartAsync(
                new ServerOptions
                {
                    Environment = options.Environment,
                    BinaryFolders = options.BinaryFolders,
                    DockerEndpoint = options.DockerEndpoint,
                    Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_connections"] = Math.Max(connections, 100).ToString(CultureInfo.InvariantCulture) },
                },
                cancellationToken);
            return started.Value ?? throw new RefusedException(started.Reason!);
        }
        catch (InvalidOperationException e)
        {
            throw new RefusedException(e.Message);
        }
        catch (ArgumentException e)
        {
            throw new RefusedException($"LTI_TEST_DATABASE_URL is not a connection string: {e.Message}");
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> SettingsAsync(TestServer server, CancellationToken cancellationToken)
    {
        await using var data = NpgsqlDataSource.Create(server.AdminConnectionString);
        await using var command = data.CreateCommand("SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY($1)");
        command.Parameters.AddWithValue(_shown);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var settings = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellationToken))
        {
            settings[rows.GetString(0)] = rows.GetString(1);
        }

        return settings;
    }

    private static void Require(IReadOnlyDictionary<string, string> settings, int connections)
    {
        foreach (var name in new[] { "fsync", "synchronous_commit", "full_page_writes" })
        {
            if (settings[name] == "off")
            {
                throw new RefusedException($"{name} is off on this server. A server that may lose data is faster than a safe one. Turn it on.");
            }
        }

        if (int.Parse(settings["max_connections"], CultureInfo.InvariantCulture) < connections)
        {
            throw new RefusedException(
                $"The run opens up to {connections} connections but the server allows {settings["max_connections"]}. Raise its max_connections or lower --connections.");
        }
    }
}
