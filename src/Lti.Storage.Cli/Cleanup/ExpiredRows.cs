using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Cli.Cleanup;

/// <summary>What waits for a cleanup.</summary>
/// <param name="Nonces">Expired nonces.</param>
/// <param name="Sessions">Expired sessions.</param>
/// <param name="RegistrationSessions">Expired registration sessions.</param>
/// <param name="Oldest">For how long the oldest of them has been expired; zero where there is none.</param>
internal sealed record ExpiredRows(long Nonces, long Sessions, long RegistrationSessions, TimeSpan Oldest)
{
    public long Total => Nonces + Sessions + RegistrationSessions;

    public static async Task<ExpiredRows> CountAsync(PostgreSqlLtiStorage storage, CancellationToken cancellationToken)
    {
        var connection = await storage.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await CountAsync(connection, storage.Schema.Name, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<ExpiredRows> CountAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        var quoted = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var command = new NpgsqlCommand(
            $"""
            WITH nonces AS (SELECT count(*) AS number, min(expires_at) AS oldest FROM {quoted}.nonces WHERE expires_at <= now()),
            sessions AS (SELECT count(*) AS number, min(expires_at) AS oldest FROM {quoted}.sessions WHERE expires_at <= now()),
            registrations AS (SELECT count(*) AS number, min(expires_at) AS oldest FROM {quoted}.registration_sessions WHERE expires_at <= now())
            SELECT nonces.number, sessions.number, registrations.number,
                coalesce(extract(epoch FROM now() - least(nonces.oldest, sessions.oldest, registrations.oldest)), 0)::float8
            FROM nonces, sessions, registrations
            """,
            connection);
        await using (command.ConfigureAwait(false))
        {
            var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                await row.ReadAsync(cancellationToken).ConfigureAwait(false);
                return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), TimeSpan.FromSeconds(row.GetDouble(3)));
            }
        }
    }
}
