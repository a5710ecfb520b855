using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Doctor.Checks;
using Npgsql;

namespace Lti.Storage.Cli.Doctor;

/// <summary>Runs the checks of a PostgreSQL database.</summary>
internal static class ServerExamination
{
    private static readonly ICheck<ExaminedDatabase>[] _checks =
    [
        new ServerCheck(),
        new PoolerCheck(),
        new EncodingCheck(),
        new SchemaCheck(),
        new ForkTablesCheck(),
        new TablesCheck(),
        new RightsCheck(),
        new IndexesCheck(),
        new TriggersCheck(),
        new ConnectionsCheck(),
        new LockTimeoutCheck(),
        new ClockCheck(TimeProvider.System),
        new CommitCheck(),
        new FsyncCheck(),
        new ServerLogCheck(),
        new ExpiredRowsCheck(),
        new IssuersCheck(),
        new StatusCheck(),
    ];

    public static async Task<IReadOnlyList<FindingShape>> RunAsync(
        PostgreSqlDatabase database, int nodes, CancellationToken cancellationToken)
    {
        // The schema is read before a connection is held because the pool may have only one.
        var schema = await ExaminedSchema.ReadAsync(database, cancellationToken).ConfigureAwait(false);
        var connection = await database.Server.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var examined = new ExaminedDatabase(connection, schema, nodes);
            return await new Examination<ExaminedDatabase>(examined, schema.HasTables, Refusal)
                .RunAsync(_checks, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Finding? Refusal(Exception error) => error is PostgresException { InvariantSeverity: "ERROR" } refused
        ? Finding.Warning(
            $"Not checked: the server refused with SQLSTATE {refused.SqlState}, {refused.MessageText}.",
            refused.SqlState == PostgresErrorCodes.InsufficientPrivilege
                ? "Run the doctor as a user with the right to read it."
                : "Mend the other findings first.")
        : null;
}
