using System.Globalization;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that some program removes expired rows.</summary>
internal sealed class ExpiredRowsCheck : ICheck
{
    private const int Many = 100_000;
    private const string Advice = "Run lti-storage cleanup on a schedule, or add AddCleanup() of Lti.Storage.Hosting to the tool.";

    private static readonly TimeSpan _long = TimeSpan.FromDays(1);

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
        if (nonces + sessions + registrations == 0)
        {
            return [Finding.Ok("No expired rows wait for a cleanup.")];
        }

        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{Text(nonces, "nonce")}, {Text(sessions, "session")} and {Text(registrations, "registration session")} have expired, "
                + $"the oldest {hours:F0} h ago.");
        return TimeSpan.FromHours(hours) > _long ? [Finding.Warning($"No cleanup seems to run: {sentence}", Advice)]
            : nonces + sessions + registrations > Many ? [Finding.Warning($"Expired rows pile up: {sentence}", Advice)]
            : [Finding.Ok(sentence)];
    }

    private static string Text(long number, string thing) => number > Many ? $"more than {Count.Of(Many, thing)}" : Count.Of(number, thing);
}
