namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that some program removes expired rows.</summary>
internal sealed class ExpiredRowsCheck : ICheck<ExaminedDatabase>
{
    private const int Many = ExpiredRowsFinding.Many;

    public string Name => "expired rows";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        // Counting stops after Many rows of a kind: to count millions could take longer than the command timeout.
        // A row may have expired at -infinity, which no time span can hold.
        var (nonces, sessions, registrations, hours) = await database.ReadOneAsync(
            $"""
            SELECT
                (SELECT count(*) FROM (SELECT FROM {database.QuotedSchema}.nonces WHERE expires_at <= now() LIMIT {Many} + 1) AS n),
                (SELECT count(*) FROM (SELECT FROM {database.QuotedSchema}.sessions WHERE expires_at <= now() LIMIT {Many} + 1) AS s),
                (SELECT count(*) FROM (
                    SELECT FROM {database.QuotedSchema}.registration_sessions WHERE expires_at <= now() LIMIT {Many} + 1) AS r),
                extract(epoch FROM now() - greatest(now() - interval '10 years', least(now(),
                    (SELECT min(expires_at) FROM {database.QuotedSchema}.nonces),
                    (SELECT min(expires_at) FROM {database.QuotedSchema}.sessions),
                    (SELECT min(expires_at) FROM {database.QuotedSchema}.registration_sessions))))::float8 / 3600
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetDouble(3)),
            cancellationToken).ConfigureAwait(false);
        return [ExpiredRowsFinding.Of(nonces, sessions, registrations, hours)];
    }
}
