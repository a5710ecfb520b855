using System.Globalization;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Compares the server's clock with this machine's clock.</summary>
internal sealed class ClockCheck(TimeProvider clock) : ICheck<ExaminedDatabase>
{
    private static readonly TimeSpan _tolerated = TimeSpan.FromSeconds(2);

    public string Name => "clock";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow();
        var server = await database.ReadOneAsync(
            "SELECT clock_timestamp()", row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false);
        var halfRoundTrip = (clock.GetUtcNow() - before) / 2;
        var difference = (server - before - halfRoundTrip).Duration();
        return difference - halfRoundTrip <= _tolerated
            ? [Finding.Ok("The server's clock and this machine's agree.")]
            : [Finding.Warning(
                string.Create(
                    CultureInfo.InvariantCulture, $"The server's clock and this machine's differ by {difference.TotalSeconds:F0} s."),
                "Run NTP on both. Lifetimes follow the server's clock, but each program verifies id_tokens by the clock of its machine.")];
    }
}
