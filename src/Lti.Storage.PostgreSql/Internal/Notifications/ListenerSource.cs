using Lti.Storage.Internal;
using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Internal.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>The connection settings of the listener.</summary>
/// <param name="Connections">Opens the listener's own connection outside the pool. Null if the listener is off.</param>
/// <param name="Warning">The warning for a cache that subscribes while the listener is off. Null if it is off on purpose.</param>
internal sealed record ListenerSource(ConnectionSource? Connections, string? Warning = null)
{
    /// <summary>How often the listener checks that it still hears every change.</summary>
    public TimeSpan KeepAlive { get; private init; } = TimeSpan.FromSeconds(10);

    public static ListenerSource Create(PostgreSqlStorageOptions options, ILoggerFactory? loggerFactory)
    {
        // A process that is frozen between two requests receives nothing and would hold a connection.
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
            : new ListenerSource(Connections: null, "the password of a data source can't be read back; give a second one for it, with "
                + "the option ListenerDataSource");
    }

    private static NpgsqlConnectionStringBuilder Settings(PostgreSqlStorageOptions options)
    {
        var settings = OwnConnection.Settings(options, NullLogger.Instance);
        settings.Pooling = false;
        settings.MinPoolSize = 0;
        settings.MaxAutoPrepare = 0;
        settings.ApplicationName += " listener";
        if (settings.TargetSessionAttributes is "primary")
        {
            // A fenced primary is still a primary, but no changes are made there.
            settings.TargetSessionAttributes = "read-write";
        }

        return settings;
    }
}
