namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Finds a pooler such as PgBouncer between this machine and the server.</summary>
/// <remarks>A pooler gives its clients a process ID of its own, which differs from the server's.</remarks>
internal sealed class PoolerCheck : ICheck<ExaminedDatabase>
{
    public string Name => "pooler";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var process = await database.ReadOneAsync(
            "SELECT pg_backend_pid()", row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
        return process == database.Connection.ProcessID
            ? [Finding.Ok("No pooler stands between this machine and the server.")]
            : [Finding.Warning(
                "A pooler, such as PgBouncer, stands between this machine and the server.",
                "If it pools by transaction: set PrepareStatements to false before PgBouncer 1.21 or with max_prepared_statements = 0. "
                    + "Give caches a direct connection with ListenerDataSource, or turn ListenForChanges off.")];
    }
}
