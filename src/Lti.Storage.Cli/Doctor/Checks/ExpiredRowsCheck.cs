using System.Globalization;
using Lti.Storage.Cli.Cleanup;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Whether anybody cleans up.</summary>
internal sealed class ExpiredRowsCheck : ICheck
{
    private const long Many = 100_000;
    private static readonly TimeSpan _long = TimeSpan.FromDays(1);

    public string Name => "expired rows";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var expired = await ExpiredRows.CountAsync(database.Connection, database.Schema.Name, cancellationToken).ConfigureAwait(false);
        if (expired.Total == 0)
        {
            return [Finding.Ok("Nothing that has expired waits for a cleanup.")];
        }

        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{Count.Of(expired.Nonces, "nonce")}, {Count.Of(expired.Sessions, "session")} and {Count.Of(expired.RegistrationSessions, "registration session")} that have expired wait for a cleanup, the oldest for {expired.Oldest.TotalHours:F0} h.");
        return expired.Total > Many || expired.Oldest > _long
            ? [Finding.Warning(sentence, "Run lti-storage cleanup now and then, or add AddCleanup() of Lti.Storage.Hosting to the tool.")]
            : [Finding.Ok(sentence)];
    }
}
