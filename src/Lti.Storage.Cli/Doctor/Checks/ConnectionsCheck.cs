using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that the server has room for the pools of all nodes.</summary>
internal sealed class ConnectionsCheck : ICheck<ExaminedDatabase>
{
    private const double Much = 0.8;
    private const string Advice = "Lower Maximum Pool Size, raise max_connections, or use a pooler. "
        + "Give the number of programs that share the database with --nodes.";

    public string Name => "connections";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var (limit, inUse) = await database.ReadOneAsync(
            """
            SELECT least(
                    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
                        - coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::integer,
                    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
                    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())),
                (SELECT sum(numbackends) FROM pg_stat_database WHERE datid <> 0)::integer
            """,
            row => (Limit: row.GetInt32(0), InUse: row.GetInt32(1)),
            cancellationToken).ConfigureAwait(false);

        // The listener of a cache has its own connection outside the pool.
        var needed = database.Nodes * (database.PoolSize + 1);
        var sentence = $"Room for {limit}, {inUse} open now. {Count.Of(database.Nodes, "node")} may open {needed}, "
            + $"with a pool of {database.PoolSize} and a listener each.";
        return needed > limit ? [Finding.Problem(sentence, Advice)]
            : Math.Max(needed, inUse) > Much * limit ? [Finding.Warning(sentence, Advice)]
            : [Finding.Ok(sentence)];
    }
}
