namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Pieces that statements share.</summary>
internal static class Sql
{
    /// <summary>
    /// Makes the statement durable before it is answered, where the server would answer first. A crash could otherwise forget that a nonce was used. It
    /// holds for the statement's transaction alone, and takes no round trip.
    /// </summary>
    public const string Durably = "CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END";

    /// <summary>An identifier as PostgreSQL quotes it.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The instant that a lifetime in microseconds ends at, on the database's clock (contract rule E7).</summary>
    public static string Expiry(string lifetime) => $"now() + {lifetime} * interval '1 microsecond'";

    /// <summary>
    /// How many microseconds remain until an instant, on the database's clock: zero for a past one, and <see cref="LtiLimits.MaxLifetime"/> for one that
    /// no lifetime reaches, such as <c>infinity</c>. (A difference of two instants has days of 24 hours.)
    /// </summary>
    public const string RemainingUntil = "(extract(epoch FROM least(greatest({0}, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint";

    /// <summary>How many microseconds of a row's lifetime remain.</summary>
    public static string Remaining() => RemainingUntil.Replace("{0}", "expires_at", StringComparison.Ordinal);
}
