using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Runs a storage with one connection through a wire tap.</summary>
public sealed class TappedStorage : IAsyncLifetime
{
    private TestDatabase? _database;
    private WireTap? _wire;
    private PostgreSqlLtiStorage? _storage;

    internal static LaunchKey Key { get; } = Sample.LaunchKey();

    internal static LtiSession Session { get; } = Sample.Session();

    /// <summary>Gets a session for each round to delete, which notifies other nodes.</summary>
    internal static IReadOnlyList<LtiSession> Ended { get; } = [Sample.Session(), Sample.Session(), Sample.Session()];

    /// <summary>Gets logins to find.</summary>
    internal static IReadOnlyList<LtiLogin> Logins { get; } = [Sample.Login(), Sample.Login(), Sample.Login()];

    /// <summary>Gets a login for each round to complete.</summary>
    internal static IReadOnlyList<LtiLogin> Completed { get; } = [Sample.Login(), Sample.Login(), Sample.Login()];

    internal WireTap Wire => _wire!;

    internal PostgreSqlLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        var server = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        _wire = new WireTap(server.Host!, server.Port);
        _storage = Open(options => options.MaxPoolSize = 1);
        var token = TestContext.Current.CancellationToken;
        await _storage.SaveLaunchConfigAsync(Key, Sample.Endpoints, cancellationToken: token);
        await _storage.SaveLaunchConfigAsync(Key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Sample.Endpoints, cancellationToken: token);
        await _storage.AddSessionAsync(Session, cancellationToken: token);
        for (var round = 0; round < 3; round++)
        {
            await _storage.StoreNonceAsync($"consumed {round}", cancellationToken: token);
            await _storage.StoreNonceAsync($"completed {round}", cancellationToken: token);
            await _storage.AddSessionAsync(Ended[round], cancellationToken: token);
            await _storage.BeginLoginAsync(Logins[round], cancellationToken: token);
            await _storage.BeginLoginAsync(Completed[round], cancellationToken: token);
        }
    }

    internal PostgreSqlLtiStorage Open(Action<PostgreSqlStorageOptions> configure) => _database!.Open(
        text =>
        {
            (text.Host, text.Port) = ("127.0.0.1", Wire.Port);
            (text.SslMode, text.GssEncryptionMode) = (SslMode.Disable, GssEncryptionMode.Disable);
        },
        configure);

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Wire.DisposeAsync();
        await _database!.DisposeAsync();
    }
}
