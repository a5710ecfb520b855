using System.Collections.Frozen;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Maps the parameters of a URI to Npgsql's keywords. <see cref="RefusedParameters"/> refuses the others.</summary>
internal static class LibpqParameters
{
    private delegate void Mapping(NpgsqlConnectionStringBuilder builder, string name, string value);

    private static readonly FrozenDictionary<string, Mapping> _mappings = new Dictionary<string, Mapping>(StringComparer.Ordinal)
    {
        // LibpqHosts and LibpqTls read these because they depend on each other.
        ["host"] = Elsewhere,
        ["port"] = Elsewhere,
        ["sslmode"] = Elsewhere,
        ["sslrootcert"] = Elsewhere,
        ["channel_binding"] = Elsewhere,

        ["user"] = Text((b, value) => b.Username = value),
        ["password"] = Text((b, value) => b.Password = value),
        ["dbname"] = Text((b, value) => b.Database = value),
        ["options"] = Text((b, value) => b.Options = value),
        ["application_name"] = Text((b, value) => b.ApplicationName = value),
        ["sslcert"] = Text((b, value) => b.SslCertificate = value),
        ["sslkey"] = Text((b, value) => b.SslKey = value),
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
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => _mappings.Keys.Order(StringComparer.Ordinal);

    public static bool IsTaken(string name) => _mappings.ContainsKey(name);

    public static void Apply(NpgsqlConnectionStringBuilder builder, Dictionary<string, string> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            _mappings[name](builder, name, value);
        }
    }

    private static void Elsewhere(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
    }

    private static Mapping Text(Action<NpgsqlConnectionStringBuilder, string> set) => (builder, _, value) =>
    {
        // In libpq an empty text means no text.
        if (value.Length > 0)
        {
            set(builder, value);
        }
    };

    private static void ConnectTimeout(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        // No timeout is zero or less in libpq and zero in Npgsql. Npgsql takes at most 1,024 seconds.
        var seconds = Math.Max(0, LibpqValue.Integer(name, value));
        builder.Timeout = seconds <= 1024 ? seconds : throw Refused.Parameter(name, "must be at most 1024 seconds, or 0 for no limit.");
    }
}
