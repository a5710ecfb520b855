using Lti.Storage.PostgreSql.Internal.Execution;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Finds the tables of the ported system's fork.</summary>
/// <remarks>This library does not read them, so the registrations would seem lost.</remarks>
internal static partial class ForkTables
{
    private const string Find = """
        SELECT EXISTS (
            SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = $1 AND relname = 'lti_clients' AND relkind IN ('r', 'p'))
        """;

    /// <summary>Logs a warning if the schema has them.</summary>
    public static async Task WarnAsync(NpgsqlConnection connection, string schema, ILogger logger)
    {
        var command = new NpgsqlCommand(Find, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddText(schema);
            if ((bool)(await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false))!)
            {
                Found(logger, schema);
            }
        }
    }

    [LoggerMessage(
        EventId = 20,
        Level = LogLevel.Warning,
        Message = "The schema {Schema} has the table lti_clients of the ported system's fork, which this library does not read. "
            + "Copy its rows as docs/how-to/moving-over.md shows, then drop the fork's tables.")]
    private static partial void Found(ILogger logger, string schema);
}
