using System.Collections.Frozen;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Parameters that libpq or other clients know and that are refused by name, because leaving them out would change what was asked for.</summary>
internal static class RefusedParameters
{
    private const string NoCounterpart = "Npgsql has nothing like it, and dropping it could weaken what was asked for. Remove it if it isn't needed.";
    private const string NotOfConnections = "It means nothing to libpq. Remove it; this library's options have what is meant.";

    private static readonly FrozenDictionary<string, string> _advice = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["service"] = "Service files are not read. Write out what the service's section says.",
        ["servicefile"] = "Service files are not read. Write out what the service's section says.",
        ["sslcrl"] = "Npgsql reads no revocation lists from files. Use Npgsql's form with Check Certificate Revocation=true.",
        ["sslcrldir"] = "Npgsql reads no revocation lists from files. Use Npgsql's form with Check Certificate Revocation=true.",
        ["sslcertmode"] = NoCounterpart,
        ["ssl_min_protocol_version"] = NoCounterpart,
        ["ssl_max_protocol_version"] = NoCounterpart,
        ["min_protocol_version"] = NoCounterpart,
        ["max_protocol_version"] = NoCounterpart,
        ["requirepeer"] = NoCounterpart,
        ["gsslib"] = NoCounterpart,
        ["gssdelegation"] = NoCounterpart,
        ["scram_client_key"] = NoCounterpart,
        ["scram_server_key"] = NoCounterpart,
        ["oauth_issuer"] = NoCounterpart,
        ["oauth_client_id"] = NoCounterpart,
        ["oauth_client_secret"] = NoCounterpart,
        ["oauth_scope"] = NoCounterpart,
        ["sslkeylogfile"] = "It writes the keys of the connection to a file.",
        ["replication"] = "A storage needs an ordinary connection.",
        ["pgbouncer"] = "It means nothing to libpq. Remove it; for PgBouncer in transaction mode turn prepared statements off in the options.",
        ["schema"] = "It means nothing to libpq. Remove it; the options name the schema.",
        ["connection_limit"] = NotOfConnections,
        ["pool_timeout"] = NotOfConnections,
        ["pool_max_conns"] = NotOfConnections,
        ["socket_timeout"] = NotOfConnections,
        ["statement_cache_size"] = NotOfConnections,
        ["sslaccept"] = "It means nothing to libpq. Use sslmode and sslrootcert.",
        ["sslidentity"] = "It means nothing to libpq. Use sslcert and sslkey.",
        ["uselibpqcompat"] = "It means nothing to libpq, whose meaning of sslmode is kept here anyway. Remove it.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string? Advice(string name) => _advice.GetValueOrDefault(name);
}
