namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>The triggers that notify of changes, as migrations 5, 8 and 9 leave them.</summary>
internal static class Triggers
{
    /// <summary>Names the triggers of the schema <c>$1</c> that are missing or disabled or outdated. Null if there is none.</summary>
    /// <remarks>
    /// An outdated trigger names no kind of row. A trigger that was enabled without ALWAYS does not fire in sessions with the replication
    /// role of a replica. <c>tgargs</c> holds each argument with a zero byte after it.
    /// </remarks>
    public const string Missing = """
        SELECT string_agg(expected.relation || '.' || expected.name, ', ')
        FROM (VALUES
            ('clients', 'lti_storage_added_or_deleted', 'client'), ('clients', 'lti_storage_changed', 'client'),
            ('clients', 'lti_storage_truncated', 'client'),
            ('deployments', 'lti_storage_added_or_deleted', 'deployment'), ('deployments', 'lti_storage_changed', 'deployment'),
            ('deployments', 'lti_storage_truncated', 'deployment'),
            ('sessions', 'lti_storage_deleted', 'session'), ('sessions', 'lti_storage_shortened', 'session'),
            ('sessions', 'lti_storage_changed', 'session'), ('sessions', 'lti_storage_truncated', 'session'),
            ('tool_keys', 'lti_storage_changed', 'tool_key'),
            ('access_tokens', 'lti_storage_changed', 'deployment'), ('access_tokens', 'lti_storage_deleted', 'deployment'),
            ('access_tokens', 'lti_storage_truncated', 'deployment')
        ) AS expected (relation, name, kind)
        WHERE NOT EXISTS (
            SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = $1 AND relname = expected.relation AND tgname = expected.name
              AND tgargs = convert_to(expected.kind, 'UTF8') || '\x00'::bytea
              AND (tgenabled = 'A' OR (tgenabled = 'O' AND current_setting('session_replication_role') <> 'replica')))
        """;
}
