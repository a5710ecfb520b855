using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>Detects a server that takes no writes, such as a fenced primary.</summary>
/// <remarks>No change is made on such a server, so none is received from it.</remarks>
internal static class ReadOnlyServer
{
    /// <summary>Asks whether the server takes no writes.</summary>
    public const string Query = "SELECT current_setting('transaction_read_only') = 'on'";

    /// <summary>Creates the server's own error for a refused write.</summary>
    public static PostgresException Exception()
        => new("cannot execute NOTIFY on a read-only server", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction);
}
