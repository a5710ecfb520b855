namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>
/// Whether a pooler such as PgBouncer stands between. It keeps the server's process to itself, and tells its clients of another: what the connection was
/// told when it was made is not what the server says.
/// </summary>
internal sealed class PoolerCheck : ICheck
{
    public string Name => "pooler";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var process = await database.ReadOneAsync("SELECT pg_backend_pid()", row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
        return process == database.Connection.ProcessID
            ? [Finding.Ok("The connection goes straight to the server.")]
            : [Finding.Warning(
                "A pooler, such as PgBouncer, stands between this machine and the server.",
                "In transaction mode: before PgBouncer 1.21, or with max_prepared_statements = 0, set PrepareStatements to false; and give caches a way round it with ListenerDataSource, or turn ListenForChanges off.")];
    }
}
