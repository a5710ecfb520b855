using System.Runtime.CompilerServices;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>
/// The end of an answer. A statement's rows come before its commit: only the end says that it is committed. The server also reports a success where an
/// operator cancelled its wait for a synchronous standby, with a warning that a failover may lose the commit.
/// </summary>
internal static class CommitAnswer
{
    private const string WaitForStandby = "SyncRepWaitForLSN";

    // One handler for all connections, and an entry only for a connection that was warned: a call allocates nothing for it.
    private static readonly ConditionalWeakTable<NpgsqlConnection, PostgresNotice> _warned = [];
    private static readonly NoticeEventHandler _onNotice = OnNotice;

    /// <summary>Looks out for the warning on a connection that was just taken from the pool.</summary>
    public static void Watch(NpgsqlConnection connection) => connection.Notice += _onNotice;

    /// <summary>Reads the end of a statement's answer.</summary>
    /// <inheritdoc cref="Require"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask ReadAsync(NpgsqlDataReader reader, NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
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

    // By the routine: the text is in the server's language. Not every server sends it, and a warning of an ending server is about nothing else.
    private static void OnNotice(object sender, NpgsqlNoticeEventArgs e)
    {
        if (e.Notice.InvariantSeverity == "WARNING" && (e.Notice.Routine == WaitForStandby || e.Notice.SqlState == PostgresErrorCodes.AdminShutdown))
        {
            _warned.AddOrUpdate((NpgsqlConnection)sender, e.Notice);
        }
    }
}
