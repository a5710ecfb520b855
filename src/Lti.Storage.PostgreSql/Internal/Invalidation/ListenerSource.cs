using Lti.Storage.Internal;
using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Internal.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>Where the listener connects.</summary>
/// <param name="Connections">Its own connection, outside the pool; null where nothing is listened for.</param>
/// <param name="Warning">What to say where a cache expects that something is listened for; null where it is off on purpose.</param>
internal sealed record ListenerSource(ConnectionSource? Connections, string? Warning = null)
{
    /// <summary>How long the connection may say nothing before it is asked whether it lives.</summary>
    public TimeSpan KeepAlive { get; private init; } = TimeSpan.FromSeconds(10);

    public static ListenerSource Of(PostgreSqlStorageOptions options, ILoggerFactory? loggerFactory)
    {
        // A process that is frozen between two requests hears nothing, and would hold a connection for it.
        if (!options.ListenForChanges || (options.IsServerless ?? Serverless.IsDetected(Environment.GetEnvironmentVariable)))
        {
            return new ListenerSource(Connections: null);
        }

        if (options.ListenerDataSource is { } given)
        {
            return new ListenerSource(ConnectionSource.BorrowPrimary(given)) { KeepAlive = options.ListenerKeepAlive };
        }

        return options.DataSource is null
            ? new ListenerSource(DataSources.Create(Settings(options), loggerFactory)) { KeepAlive = options.ListenerKeepAlive }
            : new ListenerSource(Connections: null, "the password of a data source can't be read back; give a second one for it, with the option ListenerDataSource");
    }

    private static NpgsqlConnectionStringBuilder Settings(PostgreSqlStorageOptions options)
    {
        var settings = OwnConnection.Settings(options, NullLogger.Instance);
        settings.Pooling = false;
        settings.MinPoolSize = 0;
        settings.MaxAutoPrepare = 0;
        settings.ApplicationName += " listener";
        return settings;
    }
}
