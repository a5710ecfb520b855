using System.Collections.Frozen;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>What libpq's parameters become. Names that are neither here nor in <see cref="RefusedParameters"/> are unknown.</summary>
internal static class LibpqParameters
{
    private delegate void Mapping(NpgsqlConnectionStringBuilder builder, string name, string value);

    private static readonly FrozenDictionary<string, Mapping> _mappings = new Dictionary<string, Mapping>(StringComparer.Ordinal)
    {
        // LibpqHosts and LibpqTls read these, as they depend on one another.
        ["host"] = Elsewhere,
        ["hostaddr"] = Elsewhere,
        ["port"] = Elsewhere,
        ["sslmode"] = Elsewhere,
        ["ssl"] = Elsewhere,
        ["sslrootcert"] = Elsewhere,
        ["sslnegotiation"] = Elsewhere,
        ["channel_binding"] = Elsewhere,

        ["user"] = Text((b, value) => b.Username = value),
        ["password"] = Text((b, value) => b.Password = value),
        ["dbname"] = Text((b, value) => b.Database = value),
        ["passfile"] = Text((b, value) => b.Passfile = value),
        ["options"] = Text((b, value) => b.Options = value),
        ["application_name"] = Text((b, value) => b.ApplicationName = value),
        ["fallback_application_name"] = Text((b, value) => b.ApplicationName ??= value),
        ["sslcert"] = Text((b, value) => b.SslCertificate = value),
        ["sslkey"] = Text((b, value) => b.SslKey = value),
        ["sslpassword"] = Text((b, value) => b.SslPassword = value),
        ["krbsrvname"] = Text((b, value) => b.KerberosServiceName = value),
        ["gssencmode"] = (b, name, value) => b.GssEncryptionMode = LibpqValue.Choice(
            name, value, ("disable", GssEncryptionMode.Disable), ("prefer", GssEncryptionMode.Prefer), ("require", GssEncryptionMode.Require)),
        ["require_auth"] = (b, _, value) => b.RequireAuth = LibpqAuthMethods.Translate(value),
        ["connect_timeout"] = ConnectTimeout,
        ["target_session_attrs"] = (b, name, value) => b.TargetSessionAttributes = LibpqValue.Choice(
            name,
            value,
            ("any", "any"),
            ("read-write", "read-write"),
            ("read-only", "read-only"),
            ("primary", "primary"),
            ("standby", "standby"),
            ("prefer-standby", "prefer-standby")),
        // libpq shuffles the hosts, Npgsql goes round them: the load is spread either way.
        ["load_balance_hosts"] = (b, name, value) => b.LoadBalanceHosts = LibpqValue.Choice(name, value, ("disable", false), ("random", true)),
        ["keepalives"] = (b, name, value) => b.TcpKeepAlive = LibpqValue.NotNegative(name, value) != 0,
        ["keepalives_idle"] = (b, name, value) => b.TcpKeepAliveTime = LibpqValue.NotNegative(name, value),
        ["keepalives_interval"] = (b, name, value) => b.TcpKeepAliveInterval = LibpqValue.NotNegative(name, value),

        // Accepted without effect: how soon a dead connection is noticed is bounded by the command time-out, and libpq itself ignores these two on
        // systems that don't have them.
        ["keepalives_count"] = (_, name, value) => LibpqValue.NotNegative(name, value),
        ["tcp_user_timeout"] = (_, name, value) => LibpqValue.NotNegative(name, value),
        // Npgsql always speaks UTF-8 and never compresses TLS; it always sends the server's name. Only what is so anyway is accepted.
        ["client_encoding"] = (_, name, value) => LibpqValue.Choice(
            name, value.ToUpperInvariant(), ("UTF8", true), ("UTF-8", true), ("UNICODE", true)),
        ["sslcompression"] = (_, name, value) => LibpqValue.Choice(name, value, ("0", true)),
        ["sslsni"] = (_, name, value) => LibpqValue.Choice(name, value, ("1", true)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsTaken(string name) => _mappings.ContainsKey(name);

    public static void Apply(NpgsqlConnectionStringBuilder builder, Dictionary<string, string> parameters)
    {
        // So that the fallback finds the name that it falls back from, whichever stands first.
        foreach (var (name, value) in parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            _mappings[name](builder, name, value);
        }

        if (parameters.ContainsKey("keepalives") && !builder.TcpKeepAlive)
        {
            (builder.TcpKeepAliveTime, builder.TcpKeepAliveInterval) = (0, 0);
        }

        if (builder.TcpKeepAliveInterval > 0 && builder.TcpKeepAliveTime == 0)
        {
            throw Refused.Parameter("keepalives_interval", "needs keepalives_idle beside it. Add it, in seconds.");
        }
    }

    private static void Elsewhere(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
    }

    private static Mapping Text(Action<NpgsqlConnectionStringBuilder, string> set) => (builder, _, value) =>
    {
        // To libpq an empty text is as good as none.
        if (value.Length > 0)
        {
            set(builder, value);
        }
    };

    private static void ConnectTimeout(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        // Forever is zero or less in libpq, zero in Npgsql, which takes at most 1,024 seconds otherwise.
        var seconds = Math.Max(0, LibpqValue.Integer(name, value));
        builder.Timeout = seconds <= 1024 ? seconds : throw Refused.Parameter(name, "must be at most 1024 seconds, or 0 for no limit.");
    }
}
