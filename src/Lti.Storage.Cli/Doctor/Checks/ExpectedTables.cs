namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The tables, indexes and triggers that the migrations create.</summary>
internal static class ExpectedTables
{
    /// <summary>All tables except the journal of migrations.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [
        "clients", "deployments", "sessions", "nonces", "registration_sessions", "tool_keys", "access_tokens", "platform_key_sets",
    ];

    public static IReadOnlyList<ExpectedIndex> Indexes { get; } =
    [
        new("clients", "clients_pkey", "btree (id)", IsUnique: true),
        new("clients", "iss_client_id_unique", "btree (iss, client_id)", IsUnique: true),
        new("clients", "issuer_client_idx", "btree (client_id, iss)", IsUnique: false),
        new("deployments", "deployments_pkey", "btree (id)", IsUnique: true),
        new("deployments", "client_deployment_unique", "btree (client_id, deployment_id)", IsUnique: true),
        new("deployments", "deployment_id_idx", "btree (deployment_id)", IsUnique: false),
        new("deployments", "deployments_client_idx", "btree (client_id, id) WHERE (id IS NOT NULL)", IsUnique: false),
        new("sessions", "sessions_pkey", "btree (id)", IsUnique: true),
        new("sessions", "sessions_expires_at_idx", "btree (expires_at)", IsUnique: false),
        new("sessions", "sessions_user_idx", $"btree ({Hash("platform,issuer")}, {Hash("user,id")})", IsUnique: false),
        new(
            "sessions",
            "sessions_deployment_idx",
            $"btree ({Hash("platform,issuer")}, {Hash("platform,clientId")}, {Hash("platform,deploymentId")}, id)",
            IsUnique: false),
        new(
            "sessions", "sessions_context_idx", $"btree ({Hash("platform,issuer")}, {Hash("context,id")}, id)", IsUnique: false),
        new("sessions", "sessions_issuer_idx", $"btree ({Hash("platform,issuer")}, id)", IsUnique: false),
        new("nonces", "nonces_pkey", "btree (nonce)", IsUnique: true),
        new("nonces", "nonces_expires_at_idx", "btree (expires_at)", IsUnique: false),
        new("nonces", "nonces_state_unique", "btree (state) WHERE (state IS NOT NULL)", IsUnique: true),
        new("registration_sessions", "registration_sessions_pkey", "btree (id)", IsUnique: true),
        new("registration_sessions", "reg_sessions_expires_at_idx", "btree (expires_at)", IsUnique: false),
        new("tool_keys", "tool_keys_pkey", "btree (number)", IsUnique: true),
        new("tool_keys", "tool_keys_key_id_unique", "btree (key_id)", IsUnique: true),
        new("access_tokens", "access_tokens_pkey", "btree (client_id, request_id)", IsUnique: true),
        new("access_tokens", "access_tokens_expires_at_idx", "btree (expires_at)", IsUnique: false),
        new("platform_key_sets", "platform_key_sets_pkey", "btree (id)", IsUnique: true),
        new("platform_key_sets", "platform_key_sets_expires_at_idx", "btree (expires_at)", IsUnique: false),
    ];

    public static IReadOnlyList<(string Table, string Trigger)> Triggers { get; } =
    [
        ("clients", "lti_storage_added_or_deleted"),
        ("clients", "lti_storage_changed"),
        ("clients", "lti_storage_truncated"),
        ("deployments", "lti_storage_added_or_deleted"),
        ("deployments", "lti_storage_changed"),
        ("deployments", "lti_storage_truncated"),
        ("sessions", "lti_storage_deleted"),
        ("sessions", "lti_storage_shortened"),
        ("sessions", "lti_storage_changed"),
        ("sessions", "lti_storage_truncated"),
        ("tool_keys", "lti_storage_changed"),
        ("access_tokens", "lti_storage_changed"),
        ("access_tokens", "lti_storage_deleted"),
        ("access_tokens", "lti_storage_truncated"),
    ];

    private static string Hash(string path) => $"hashtextextended((data #>> '{{{path}}}'::text[]), (0)::bigint)";
}
