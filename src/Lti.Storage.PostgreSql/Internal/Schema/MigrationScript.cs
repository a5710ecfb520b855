using System.Globalization;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>The text of a migration: what the library sends, and what a database administrator can apply by hand, are the same.</summary>
internal static class MigrationScript
{
    public const string Journal = "lti_storage_migrations";

    /// <summary>
    /// What the transaction begins with: whoever migrates the same schema waits here for as long as it takes. Only with this lock in hand is the
    /// wait for a busy table bounded, since all who want that table would queue up behind the migration.
    /// </summary>
    public static string Lock(string schema) => $"""
        SET LOCAL statement_timeout = 0;
        SET LOCAL lock_timeout = 0;
        SELECT pg_advisory_xact_lock(hashtextextended({Literal("lti-storage migrations of " + schema)}, 0));
        SET LOCAL lock_timeout = '2s';
        """;

    /// <summary>The schema and the journal, if they are missing; tables without a schema mean this one from here on.</summary>
    public static string Prepare(string schema) => $"""
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = {Literal(schema)}) THEN
                EXECUTE format('CREATE SCHEMA %I', {Literal(schema)});
            END IF;
        END
        $$;
        SET LOCAL search_path TO {Sql.Identifier(schema)};
        CREATE TABLE IF NOT EXISTS {Journal} (
            version integer PRIMARY KEY,
            name text NOT NULL,
            breaking boolean NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """;

    public static string Record(Migration migration) => string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO {Journal} (version, name, breaking) VALUES ({migration.Version}, {Literal(migration.Name)}, {(migration.IsBreaking ? "true" : "false")}) ON CONFLICT DO NOTHING;");

    public static string Whole(string schema, int fromVersion)
    {
        var migrations = Migration.All.Where(migration => migration.Version > fromVersion);
        return string.Join("\n", ["BEGIN;", Lock(schema), Prepare(schema), .. migrations.Select(Text), "COMMIT;", ""]);

        static string Text(Migration migration) => string.Create(
            CultureInfo.InvariantCulture, $"\n-- {migration.Version}: {migration.Name}\n{migration.Sql}\n{Record(migration)}\n");
    }

    // A dollar too is escaped: in the body of DO $$ … $$ two of them would end it. A quote is doubled, since backslash_quote may forbid the other way.
    private static string Literal(string text)
        => "E'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal).Replace("$", "\\x24", StringComparison.Ordinal) + "'";
}
