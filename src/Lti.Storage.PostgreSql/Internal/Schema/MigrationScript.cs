using System.Globalization;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Builds the SQL of migrations. The library sends the text that an administrator can apply.</summary>
internal static class MigrationScript
{
    public const string Journal = "lti_storage_migrations";

    /// <summary>The longest wait for a table in use. Other sessions that want the table wait behind it.</summary>
    public static TimeSpan LongestLockWait { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Begins a transaction: turns the server's timeouts off and takes the lock of migrations.</summary>
    /// <remarks>
    /// Another node may hold the lock for long. The lock ends with the transaction because a pooler gives each transaction another
    /// session. <c>transaction_timeout</c> exists since PostgreSQL 17.
    /// </remarks>
    public static string Lock(string schema) => $"""
        SELECT set_config(name, '0', true) FROM pg_settings
        WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout');
        SELECT pg_advisory_xact_lock(hashtextextended({Literal("lti-storage migrations of " + schema)}, 0));
        """;

    /// <summary>Builds one step of a migration under the lock. The last step records the migration.</summary>
    /// <param name="schema">The name of the schema.</param>
    /// <param name="migration">The migration.</param>
    /// <param name="step">The number of the step, from 0.</param>
    /// <param name="isFirst">
    /// Whether no step ran before. The first step checks the tables, which may wait for a lock, and creates the journal.
    /// </param>
    /// <param name="lockWait">How long the step waits for a table in use.</param>
    public static string Step(string schema, Migration migration, int step, bool isFirst, TimeSpan lockWait) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SET LOCAL lock_timeout = {lockWait.TotalMilliseconds:F0};
        {(isFirst ? CheckAndCreate(schema) : "")}SET LOCAL search_path TO {Sql.Identifier(schema)};
        {(isFirst ? CreateJournal : "")}{migration.Steps[step]}{(step == migration.Steps.Count - 1 ? Record(migration) : "")}
        """);

    /// <summary>Builds all steps of the migrations after a version, each in its own transaction.</summary>
    public static string Whole(string schema, int fromVersion) => string.Concat(
        from migration in Migration.All
        where migration.Version > fromVersion
        from step in Enumerable.Range(0, migration.Steps.Count)
        let isFirst = migration.Version == fromVersion + 1 && step == 0
        select string.Create(
            CultureInfo.InvariantCulture,
            $"""
            -- Migration {migration.Version} ({migration.Name}), step {step + 1} of {migration.Steps.Count}
            BEGIN ISOLATION LEVEL READ COMMITTED;
            {Lock(schema)}
            {Step(schema, migration, step, isFirst, LongestLockWait)}
            COMMIT;


            """));

    /// <summary>Quotes a text as PostgreSQL does.</summary>
    /// <remarks>
    /// A dollar is escaped because two of them would end the body of <c>DO $$ … $$</c>. A quote is doubled because <c>backslash_quote</c>
    /// may forbid a backslash.
    /// </remarks>
    public static string Literal(string text) => "E'" + text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("'", "''", StringComparison.Ordinal)
        .Replace("$", "\\x24", StringComparison.Ordinal) + "'";

    private static string CheckAndCreate(string schema) => $"{TableCheck.OrFail(Literal(schema))}\n{CreateSchema(schema)}\n";

    private static string CreateSchema(string schema) => $"""
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = {Literal(schema)}) THEN
                EXECUTE format('CREATE SCHEMA %I', {Literal(schema)});
            END IF;
        END
        $$;
        """;

    private const string CreateJournal = $"""
        CREATE TABLE IF NOT EXISTS {Journal} (
            version integer PRIMARY KEY,
            name text NOT NULL,
            breaking boolean NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );

        """;

    private static string Record(Migration migration) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO {Journal} (version, name, breaking)
        VALUES ({migration.Version}, {Literal(migration.Name)}, {(migration.IsBreaking ? "true" : "false")}) ON CONFLICT DO NOTHING;
        """);
}
