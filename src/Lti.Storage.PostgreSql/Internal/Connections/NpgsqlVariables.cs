using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Checks the environment variables that Npgsql reads only while it connects.</summary>
/// <remarks>Npgsql's errors at that moment would be no storage errors.</remarks>
internal static class NpgsqlVariables
{
    /// <exception cref="ArgumentException">Npgsql can't use a variable. The message names it without its value.</exception>
    public static void Check(NpgsqlConnectionStringBuilder settings, ConnectionText text, Func<string, string?> readVariable)
    {
        if (!text.Sets(Keyword.RequireAuth) && readVariable("PGREQUIREAUTH") is { Length: > 0 } methods && !IsTaken(methods))
        {
            throw Bad("PGREQUIREAUTH", "Npgsql takes Password, MD5, GSS, SSPI, ScramSHA256 and None, or all of them with ! before.");
        }

        if (!text.Sets(Keyword.GssEncryptionMode)
            && readVariable("PGGSSENCMODE") is { } mode
            && !Enum.TryParse<GssEncryptionMode>(mode, ignoreCase: true, out _))
        {
            throw Bad("PGGSSENCMODE", "It must be disable, prefer or require.");
        }

        if (!text.Sets(Keyword.SslNegotiation) && readVariable("PGSSLNEGOTIATION") is { } negotiation)
        {
            if (!Enum.TryParse<SslNegotiation>(negotiation, ignoreCase: true, out var chosen))
            {
                throw Bad("PGSSLNEGOTIATION", "It must be postgres or direct.");
            }

            if (chosen == SslNegotiation.Direct && settings.SslMode is SslMode.Disable or SslMode.Allow or SslMode.Prefer)
            {
                throw Bad(
                    "PGSSLNEGOTIATION", "It can be direct only where SSL Mode is Require, VerifyCA or VerifyFull (sslmode in a URI).");
            }
        }
    }

    private static bool IsTaken(string methods)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder { RequireAuth = methods };
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static ArgumentException Bad(string name, string advice)
        => Refused.Text($"The variable {name} can't be followed. {advice} Correct or unset it.");
}
