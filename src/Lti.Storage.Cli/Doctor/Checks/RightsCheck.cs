namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks the rights that a program's user needs at run time. Migrations need more.</summary>
internal sealed class RightsCheck : ICheck<ExaminedDatabase>
{
    private const string Journal = "lti_storage_migrations";

    public string Name => "rights";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var schema = database.QuotedSchema;
        var mayUse = await database.ReadOneAsync(
            "SELECT has_schema_privilege($1, 'USAGE')", row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        if (!mayUse)
        {
            return [Finding.Problem("This user may not use the schema.", $"GRANT USAGE ON SCHEMA {schema} TO the user.")];
        }

        var lacks = await database.ReadAsync(
            """
            SELECT relname, string_agg(privilege, ', ' ORDER BY position)
            FROM pg_class
            JOIN pg_namespace ON pg_namespace.oid = relnamespace
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS needed (privilege, position)
            WHERE nspname = $1
                AND relname IN (
                    'clients', 'deployments', 'sessions', 'nonces', 'registration_sessions', 'tool_keys', 'access_tokens',
                    'platform_key_sets', 'lti_storage_migrations')
                AND relkind = 'r' AND (relname <> 'lti_storage_migrations' OR privilege = 'SELECT')
                AND NOT has_table_privilege(pg_class.oid, privilege)
            GROUP BY relname ORDER BY relname
            """,
            row => (Table: row.GetString(0), Rights: row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        return lacks.Count == 0
            ? [Finding.Ok("This user may read and write the tables.")]
            : [.. lacks.Select(lack => Describe(lack.Table, lack.Rights, schema))];
    }

    private static Finding Describe(string table, string rights, string schema) => table == Journal
        ? Finding.Warning(
            "This user may not read the journal of migrations, so a start can't check the schema.",
            $"GRANT SELECT ON {schema}.{Journal} TO the user.")
        : Finding.Problem($"This user lacks {rights} on {table}.", $"GRANT {rights} ON {schema}.{table} TO the user.");
}
