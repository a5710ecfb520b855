using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Lti.Storage.PostgreSqlServer.Internal;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Runs PgBouncer in transaction mode in front of a server, on loopback.</summary>
/// <remarks>
/// It accepts the user of the given connection string in every database. It stops on disposal and when the process ends.
/// </remarks>
public sealed class PgBouncer : IAsyncDisposable
{
    private readonly GuardedFolder _folder;

    private PgBouncer(GuardedFolder folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    /// <summary>Gets the port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Gets the path of the log.</summary>
    public string LogFile => _folder.File("pgbouncer.log");

    /// <summary>Starts PgBouncer and waits until a query passes through it.</summary>
    /// <param name="connectionString">The server's Npgsql connection string with user and password.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>PgBouncer, or the reason when the program is missing.</returns>
    /// <exception cref="InvalidOperationException">PgBouncer did not start. The message has its log.</exception>
    public static async Task<StartResult<PgBouncer>> TryStartAsync(
        string connectionString, PgBouncerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PgBouncerOptions();
        var program = options.Programs.FirstOrDefault(File.Exists);
        if (program is null)
        {
            return new(null, $"PgBouncer is not on this machine ({string.Join(", ", options.Programs)}); install the package pgbouncer.");
        }

        var folder = await GuardedFolder.CreateAsync("lti-pgbouncer-", "pgbouncer.pid", "KILL", mayBeInMemory: false, cancellationToken);
        try
        {
            PgBouncer? bouncer = null;
            while (bouncer is null)
            {
                bouncer = await StartAsync(program, folder, new(connectionString), options, cancellationToken);
            }

            return new(bouncer, null);
        }
        catch
        {
            await folder.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the connection string with PgBouncer's host and port. The rest is unchanged.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    /// <summary>Returns null when another process took the port first.</summary>
    private static async Task<PgBouncer?> StartAsync(
        string program, GuardedFolder folder, NpgsqlConnectionStringBuilder server, PgBouncerOptions options,
        CancellationToken cancellationToken)
    {
        var bouncer = new PgBouncer(folder, FreePort.Choose());
        // With the password in clear text, PgBouncer can also use SCRAM to log in to the server.
        await folder.WriteAsync("users.txt", $"{Quoted(server.Username!)} {Quoted(server.Password!)}\n", cancellationToken);
        await folder.WriteAsync("pgbouncer.ini", bouncer.Configuration(server, options), cancellationToken);
        using var process = Process.Start(folder.Prepare(program, "-q", folder.File("pgbouncer.ini")))!;
        try
        {
            await Poll.UntilAsync(
                async token => process.HasExited || await AnswersAsync(bouncer.Through(server.ConnectionString), token),
                "The start of PgBouncer", options.StartTimeout, options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"No query passed through PgBouncer: {await bouncer.ReadLogAsync(cancellationToken)}", e);
        }

        if (!process.HasExited)
        {
            return bouncer;
        }

        return FreePort.IsFree(bouncer.Port)
            ? throw new InvalidOperationException($"PgBouncer did not start: {await bouncer.ReadLogAsync(cancellationToken)}")
            : null;
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellationToken)
    {
        var once = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is DbException or SocketException)
        {
            return false;
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string Configuration(NpgsqlConnectionStringBuilder server, PgBouncerOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addr"] = "127.0.0.1",
            ["listen_port"] = $"{Port}",
            ["unix_socket_dir"] = "",
            ["pool_mode"] = "transaction",
            ["auth_type"] = "scram-sha-256",
            ["auth_file"] = _folder.File("users.txt"),
            ["pidfile"] = _folder.File("pgbouncer.pid"),
            ["logfile"] = LogFile,
            ["max_client_conn"] = "1000",
            ["default_pool_size"] = "20",
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        var text = new StringBuilder($"[databases]\n* = host={server.Host} port={server.Port}\n\n[pgbouncer]\n");
        foreach (var (name, value) in settings)
        {
            text.Append(name).Append(" = ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    private async Task<string> ReadLogAsync(CancellationToken cancellationToken) =>
        File.Exists(LogFile) ? (await File.ReadAllTextAsync(LogFile, cancellationToken)).Trim() : "it wrote no log";
}
