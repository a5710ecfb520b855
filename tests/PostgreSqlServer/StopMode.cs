namespace Lti.Storage.PostgreSqlServer;

/// <summary>How a cluster is stopped; the names are those of <c>pg_ctl stop -m</c>.</summary>
public enum StopMode
{
    /// <summary>Waits until every client has left.</summary>
    Smart,

    /// <summary>Rolls back what is open, disconnects the clients, writes a checkpoint.</summary>
    Fast,

    /// <summary>Leaves without a checkpoint: the next start recovers from the log.</summary>
    Immediate,
}
