using System.Collections.Frozen;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Names the refused parameters of libpq and of other clients.</summary>
/// <remarks>Ignoring a parameter could change the meaning of the text.</remarks>
internal static class RefusedParameters
{
    private const string NoCounterpart = "Npgsql has nothing like it, and dropping it could weaken what was asked for. Remove it if it "
        + "isn't needed.";
    private const string NotOfConnections = "It means nothing to libpq. Remove it; this library's options have what is meant.";

    private static readonly FrozenDictionary<string, string> _advice = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["hostaddr"] = "Give the address as the host.",
        ["passfile"] = Keyword("Passfile"),
        ["fallback_application_name"] = "Use application_name.",
        ["sslpassword"] = Keyword("SSL Password"),
        ["sslnegotiation"] = Keyword("SSL Negotiation"),
        ["ssl"] = "Use sslmode, for instance sslmode=require for ssl=true.",
        ["require_auth"] = Keyword("Require Auth"),
        ["krbsrvname"] = Keyword("Kerberos Service Name"),
        ["gssencmode"] = Keyword("GSS Encryption Mode"),
        ["load_balance_hosts"] = Keyword("Load Balance Hosts"),
        ["keepalives"] = Keyword("TCP Keepalive"),
        ["keepalives_idle"] = Keyword("TCP Keepalive Time"),
        ["keepalives_interval"] = Keyword("TCP Keepalive Interval"),
        ["keepalives_count"] = "Remove it: the command time-out bounds how long a dead connection goes unnoticed.",
        ["tcp_user_timeout"] = "Remove it: the command time-out bounds how long a dead connection goes unnoticed.",
        ["client_encoding"] = "Remove it: connections always use UTF-8.",
        ["sslcompression"] = "Remove it: TLS is never compressed.",
        ["sslsni"] = "Remove it: the server's name is always sent.",
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
        ["pgbouncer"] =
            "It means nothing to libpq. Remove it; for PgBouncer in transaction mode turn prepared statements off in the options.",
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

    // Variables by which libpq would require more security than Npgsql gives.
    private static readonly string[] _variables =
    [
        "PGSERVICE", "PGSSLCRL", "PGSSLCRLDIR", "PGSSLMINPROTOCOLVERSION", "PGSSLMAXPROTOCOLVERSION", "PGSSLCERTMODE", "PGREQUIREPEER",
    ];

    public static IEnumerable<string> Names => _advice.Keys.Order(StringComparer.Ordinal);

    public static IReadOnlyList<string> Variables => _variables;

    public static string? Advice(string name) => _advice.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">A variable is set that would protect libpq's connections and not Npgsql's.</exception>
    public static void CheckVariables(Func<string, string?> readVariable)
    {
        foreach (var name in _variables)
        {
            if (!string.IsNullOrEmpty(readVariable(name)))
            {
                throw Refused.Text($"The variable {name} is set, which Npgsql does not read, and a URI means what it means to libpq. "
                    + "Unset it, or use "
                    + "Npgsql's form, Host=…;Username=…, which does not follow it.");
            }
        }
    }

    private static string Keyword(string name) => $"Use Npgsql's form, Host=…;Username=…, with its keyword {name}, or remove it.";
}
