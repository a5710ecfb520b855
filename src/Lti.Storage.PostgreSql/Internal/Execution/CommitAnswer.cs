using System.Runtime.CompilerServices;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Reads the end of an answer, which shows that the statement is committed.</summary>
/// <remarks>
/// The rows of a statement come before its commit. The server also reports a success if an operator cancelled its wait for a synchronous
/// standby. It then adds a warning that a failover may lose the commit.
/// </remarks>
internal static class CommitAnswer
{
    private const string WaitForStandby = "SyncRepWaitForLSN";

    // One handler serves all connections and only a warned connection has an entry. So a call allocates nothing here.
    private static readonly ConditionalWeakTable<NpgsqlConnection, PostgresNotice> _warned = [];
    private static readonly NoticeEventHandler _onNotice = OnNotice;

    /// <summary>Watches for the warning on a connection that was just taken from the pool.</summary>
    public static void Watch(NpgsqlConnection connection) => connection.Notice += _onNotice;

    /// <summary>Reads the end of a statement's answer.</summary>
    /// <inheritdoc cref="Require"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask ReadAsync(
        NpgsqlDataReader reader, NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
    {
        await reader.NextResultAsync(closing).ConfigureAwait(false);
        Require(connection, deadline);
    }

    /// <exception cref="NotReplicatedException">The commit is on the primary alone.</exception>
    /// <exception cref="TimeoutException">The answer came after the deadline.</exception>
    public static void Require(NpgsqlConnection connection, RunningDeadline deadline)
    {
        if (_warned.TryGetValue(connection, out _))
        {
            throw new NotReplicatedException();
        }

        deadline.Require();
    }

    // The routine identifies the warning because its text is in the server's language. Some servers send no routine. Then the
    // warning of a server that shuts down can only be this one.
    private static void OnNotice(object sender, NpgsqlNoticeEventArgs e)
    {
        if (e.Notice.InvariantSeverity == "WARNING"
            && (e.Notice.Routine == WaitForStandby || e.Notice.SqlState == PostgresErrorCodes.AdminShutdown))
        {
            _warned.AddOrUpdate((NpgsqlConnection)sender, e.Notice);
        }
    }
}
