namespace Lti.Storage.PostgreSqlServer;

/// <summary>Lists the ways to stop a cluster, named as in <c>pg_ctl stop -m</c>.</summary>
public enum StopMode
{
    /// <summary>Waits until every client has disconnected.</summary>
    Smart,

    /// <summary>Rolls back open transactions, disconnects the clients and writes a checkpoint.</summary>
    Fast,

    /// <summary>Stops without a checkpoint. The next start recovers from the log.</summary>
    Immediate,
}
