namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>The triggers of migration 3, without which nobody tells of changes.</summary>
internal static class Triggers
{
    /// <summary>
    /// Those of the schema <c>$1</c> that are missing or don't fire, in one text; null where all do. One that was enabled without ALWAYS does not fire
    /// in sessions with the replication role of a replica.
    /// </summary>
    public const string Missing = """
        SELECT string_agg(expected.relation || '.' || expected.name, ', ')
        FROM (VALUES
            ('clients', 'lti_storage_added_or_deleted'), ('clients', 'lti_storage_changed'), ('clients', 'lti_storage_truncated'),
            ('deployments', 'lti_storage_added_or_deleted'), ('deployments', 'lti_storage_changed'), ('deployments', 'lti_storage_truncated'),
            ('sessions', 'lti_storage_deleted'), ('sessions', 'lti_storage_shortened'), ('sessions', 'lti_storage_changed'), ('sessions', 'lti_storage_truncated')
        ) AS expected (relation, name)
        WHERE NOT EXISTS (
            SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = $1 AND relname = expected.relation AND tgname = expected.name
              AND (tgenabled = 'A' OR (tgenabled = 'O' AND current_setting('session_replication_role') <> 'replica')))
        """;
}
