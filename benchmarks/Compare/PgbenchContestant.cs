using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>pgbench on its own database.</summary>
internal sealed class PgbenchContestant(Pgbench pgbench, ServerDatabase database, int connections) : Contestant(Pgbench.Name)
{
    public override bool CanDo(Operation operation) => operation.Script is not null;

    public override Task ResetAsync(Operation operation, CancellationToken cancellationToken) => database.ResetAsync(operation, cancellationToken);

    // The run is limited by calls and not by time, because the nonces of all calls must exist before it starts.
    public override Task<Taken> RunAsync(Operation operation, int callers, int calls, TimeSpan time, CancellationToken cancellationToken)
        => RunAsync(operation, database.Rows.ConnectionString, callers, calls, cancellationToken);

    public override async Task<double?> CountRoundTripsAsync(Operation operation, int callers, CancellationToken cancellationToken)
    {
        await using var wire = WireCount.On(database.Rows.ConnectionString);
        if (wire is null)
        {
            return null;
        }

        // pgbench prepares each statement once per connection. That takes one round trip.
        var taken = await RunAsync(operation, wire.ConnectionString, callers, Math.Max(callers, WireCount.Calls), cancellationToken);
        return (wire.RoundTrips - wire.Prepared) / (double)taken.Calls;
    }

    public override ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<Taken> RunAsync(Operation operation, string connectionString, int callers, int calls, CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid().ToString("N");
        var clients = Math.Min(callers, connections);
        var each = Math.Max(1, calls / clients);
        if (operation.Script!.NeedsNonces)
        {
            await database.Rows.ExecuteAsync(
                """
                INSERT INTO nonces (nonce, expires_at)
                SELECT encode(sha256(convert_to($1 || '-' || client || '-' || call, 'UTF8')), 'hex'), now() + interval '1 hour'
                FROM generate_series(0, $2 - 1) AS client, generate_series(1, $3) AS call
                """,
                cancellationToken,
                new NpgsqlParameter<string> { TypedValue = run },
                new NpgsqlParameter<int> { TypedValue = clients },
                new NpgsqlParameter<int> { TypedValue = each });
        }

        return await pgbench.RunAsync(operation.Script, connectionString, run, clients, each, cancellationToken);
    }
}
