namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Pieces that statements share.</summary>
internal static class Sql
{
    /// <summary>
    /// Makes the statement durable before it is answered, where the server would answer first: a used nonce that a crash forgets could be used
    /// again. It also makes the server tell where the commit may be lost, which it does by a warning. Both settings hold for the statement's transaction
    /// alone, and take no round trip. Other settings of a server are its operator's choice.
    /// </summary>
    public const string Durably = "concat("
        + "CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END, "
        + "CASE WHEN current_setting('client_min_messages') = 'error' THEN set_config('client_min_messages', 'warning', true) END)";

    /// <summary>An identifier as PostgreSQL quotes it.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The instant that a lifetime in microseconds ends at, on the database's clock (contract rule E7).</summary>
    public static string Expiry(string lifetime) => $"now() + {lifetime} * interval '1 microsecond'";

    /// <summary>How many microseconds of a row's lifetime remain, on the database's clock; a difference of two instants has days of 24 hours.</summary>
    public static string Remaining(string row = "") => $"(extract(epoch FROM {row}expires_at - now()) * 1000000)::bigint";
}
