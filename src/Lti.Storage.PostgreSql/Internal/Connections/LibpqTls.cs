using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Reads <c>sslmode</c> and the certificates of a URI.</summary>
/// <remarks>
/// The server is verified at least as far as in libpq. If Npgsql can't do that the URI is refused.
/// | sslmode | without a root certificate | with one (sslrootcert, PGSSLROOTCERT or root.crt in libpq's folder) |
/// | disable | Disable | Disable |
/// | none, allow, prefer | Prefer, Allow, Prefer (unverified) | refused if sslrootcert names it because Npgsql would ignore it |
/// | require | Require (encrypted and unverified) | VerifyCA because libpq verifies with a certificate and Npgsql's Require does not |
/// | verify-ca | refused because any certificate of a public authority would pass | VerifyCA |
/// | verify-full | VerifyFull by the system's authorities | VerifyFull |
/// <c>sslrootcert=system</c> means the system's authorities. As in libpq 16 it requires verify-full and is the default sslmode then.
/// </remarks>
internal static class LibpqTls
{
    private const string System = "system";

    public static void Apply(
        NpgsqlConnectionStringBuilder builder, Dictionary<string, string> parameters, Func<string, string?> readVariable)
    {
        ChannelBindingOf(builder, parameters, readVariable);
        var root = NotEmpty(parameters.GetValueOrDefault("sslrootcert"));
        if (root is null && readVariable("PGSSLROOTCERT") == System)
        {
            // Npgsql reads this variable too and would look for a file of that name.
            throw Refused.Text("Npgsql doesn't understand PGSSLROOTCERT=system. Unset it and give the URI sslrootcert=system.");
        }

        var mode = ModeOf(parameters, readVariable) ?? (root == System ? "verify-full" : null);
        if (root == System && mode is not "verify-full" and not "disable")
        {
            throw Refused.Parameter(
                "sslrootcert", "can be system only with sslmode=verify-full: anyone can have some certificate of a public authority.");
        }

        Verify(builder, mode, root, root ?? LibpqRootCertificate.Find(readVariable));
        if (root != System && mode != "disable")
        {
            builder.RootCertificate = root;
        }
    }

    private static void Verify(NpgsqlConnectionStringBuilder builder, string? mode, string? named, string? found)
    {
        switch (mode)
        {
            case "disable":
                builder.SslMode = SslMode.Disable;
                break;
            case "require":
                builder.SslMode = found is null ? SslMode.Require : SslMode.VerifyCA;
                break;
            case "verify-ca":
                builder.SslMode = found is not null
                    ? SslMode.VerifyCA
                    : throw Refused.Parameter(
                        "sslmode", "can be verify-ca only with a root certificate. Add sslrootcert=<file>, or use verify-full.");
                break;
            case "verify-full":
                builder.SslMode = SslMode.VerifyFull;
                break;
            default:
                builder.SslMode = named is null
                    ? mode == "allow" ? SslMode.Allow : SslMode.Prefer
                    : throw Refused.Parameter(
                        "sslrootcert", "needs sslmode=verify-full (or verify-ca) beside it: else the certificate isn't looked at.");
                break;
        }
    }

    private static string? ModeOf(Dictionary<string, string> parameters, Func<string, string?> readVariable)
        => parameters.TryGetValue("sslmode", out var mode) ? Known("parameter sslmode", mode)
            : NotEmpty(readVariable("PGSSLMODE")) is { } variable ? Known("default PGSSLMODE", variable)
            : null;

    private static string Known(string what, string mode)
        => mode is "disable" or "allow" or "prefer" or "require" or "verify-ca" or "verify-full"
            ? mode
            : throw Refused.Text($"The URI's {what} must be one of: disable, allow, prefer, require, verify-ca, verify-full.");

    private static void ChannelBindingOf(
        NpgsqlConnectionStringBuilder builder, Dictionary<string, string> parameters, Func<string, string?> readVariable)
    {
        if ((parameters.GetValueOrDefault("channel_binding") ?? NotEmpty(readVariable("PGCHANNELBINDING"))) is { } binding)
        {
            builder.ChannelBinding = LibpqValue.Choice(
                "channel_binding",
                binding,
                ("disable", ChannelBinding.Disable),
                ("prefer", ChannelBinding.Prefer),
                ("require", ChannelBinding.Require));
        }
    }

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
