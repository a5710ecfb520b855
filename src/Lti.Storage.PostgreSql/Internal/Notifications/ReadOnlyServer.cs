using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>A server that takes no writes, such as a former primary that was fenced: no change is made there, so none is heard there.</summary>
internal static class ReadOnlyServer
{
    /// <summary>Tells whether the server of a connection takes no writes.</summary>
    public const string Query = "SELECT current_setting('transaction_read_only') = 'on'";

    /// <summary>The server's own error for a write that it refuses.</summary>
    public static PostgresException Exception() => new("cannot execute NOTIFY on a read-only server", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction);
}
