using System.Data.Common;
using Lti.Storage.PostgreSqlServer.Internal;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Provides a real PostgreSQL for tests and benchmarks: configured, in Docker, or from the machine's binaries.</summary>
/// <remarks><c>DATABASE_URL</c> is never read, because it may name a server in use.</remarks>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>The oldest PostgreSQL version that the tests run on.</summary>
    public const int OldestMajorVersion = 15;

    private readonly IAsyncDisposable? _owned;
    private readonly Administrator _administrator;
    private readonly TemplateDatabase _template;

    private TestServer(ServerOrigin origin, string adminConnectionString, Version version, IAsyncDisposable? owned)
    {
        Origin = origin;
        AdminConnectionString = adminConnectionString;
        ServerVersion = version;
        _owned = owned;
        _administrator = new Administrator(adminConnectionString, isPooled: true);
        _template = new TemplateDatabase(_administrator);
    }

    /// <summary>Gets the origin of the server.</summary>
    public ServerOrigin Origin { get; }

    /// <summary>Gets the Npgsql connection string of a user who may create databases.</summary>
    public string AdminConnectionString { get; }

    /// <summary>Gets the version that the server reports.</summary>
    public Version ServerVersion { get; }

    /// <summary>Gets why each earlier origin was skipped, one line each.</summary>
    public IReadOnlyList<string> PassedOver { get; private init; } = [];

    /// <summary>Finds or starts a server. Disposal stops a server that was started.</summary>
    /// <exception cref="InvalidOperationException">The configured server does not answer or is too old, or a started server does not run.
    /// <summary>Correct the fault: the test must not be skipped.</exception></summary>
    public static Task<StartResult<TestServer>> TryStartAsync(
        ServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ServerOptions();
        return TryStartAsync([new ConfiguredSource(options), new DockerSource(options), new BinariesSource(options)], cancellationToken);
    }

    internal static async Task<StartResult<TestServer>> TryStartAsync(
        IReadOnlyList<IServerSource> sources, CancellationToken cancellationToken)
    {
        var passedOver = new List<string>();
        foreach (var source in sources)
        {
            var started = await source.TryStartAsync(cancellationToken);
            if (started.Started)
            {
                return new(await ConnectAsync(source.Origin, started.Value, passedOver, cancellationToken), null);
            }

            passedOver.Add(started.Reason);
        }

        return new(null, $"No PostgreSQL for this test: {string.Join("; ", passedOver)}.");
    }

    /// <summary>Creates a database that is dropped on disposal.</summary>
    public Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default) =>
        TestDatabase.CreateAsync(_administrator, cancellationToken);

    /// <summary>Creates a copy of the server's template database that is dropped on disposal.</summary>
    /// <param name="fill">Fills the template. Only the first call uses it.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    public Task<TestDatabase> CopyDatabaseAsync(Func<TestDatabase, Task> fill, CancellationToken cancellationToken = default) =>
        _template.CopyAsync(fill, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A started server takes its databases with it.
        await (_owned ?? _template).DisposeAsync();
        await _administrator.DisposeAsync();
    }

    private static async Task<TestServer> ConnectAsync(
        ServerOrigin origin, RunningServer running, List<string> passedOver, CancellationToken cancellationToken)
    {
        try
        {
            var version = await VersionAsync(running.ConnectionString, cancellationToken);
            return version.Major >= OldestMajorVersion
                ? new TestServer(origin, running.ConnectionString, version, running.Owned) { PassedOver = passedOver }
                : throw new InvalidOperationException(
                    $"The server ({origin}) is PostgreSQL {version}; {OldestMajorVersion} or newer is needed.");
        }
        catch
        {
            if (running.Owned is not null)
            {
                await running.Owned.DisposeAsync();
            }

            throw;
        }
    }

    private static async Task<Version> VersionAsync(string connectionString, CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return connection.PostgreSqlVersion;
        }
        catch (DbException e)
        {
            throw new InvalidOperationException($"The server at {unpooled.Host}:{unpooled.Port} does not take connections: {e.Message}", e);
        }
    }
}
