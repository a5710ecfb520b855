using System.Globalization;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that a statement gives up a locked row well before the command timeout.</summary>
/// <remarks>Concurrent calls share a statement, so one locked row delays all of them.</remarks>
internal sealed class LockTimeoutCheck : ICheck
{
    // Half of the command timeout leaves time to run each call of a batch alone.
    private const double GreatestShare = 0.5;

    private const string Advice = "Set one for the role of the tool's programs: ALTER ROLE … SET lock_timeout = '2s'. "
        + "Programs with a data source of their own need it most, because the library leaves its settings as they are.";

    public string Name => "lock_timeout";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var setting = await database.SettingAsync("lock_timeout", cancellationToken).ConfigureAwait(false);
        var seconds = await database.ReadOneAsync(
            "SELECT extract(epoch FROM current_setting('lock_timeout')::interval)::float8",
            row => row.GetDouble(0),
            cancellationToken).ConfigureAwait(false);
        var limit = database.CommandTimeout;
        var sentence = string.Create(
            CultureInfo.InvariantCulture, $"lock_timeout is {setting} on this connection, and the command timeout is {Text(limit)}");
        return seconds == 0
            ? [Finding.Warning($"lock_timeout is 0 on this connection. A locked row can block a statement for {Text(limit)}.", Advice)]
            : limit > 0 && seconds > GreatestShare * limit
            ? [Finding.Warning($"{sentence}. A locked row can block other calls too long.", Advice)]
            : [Finding.Ok($"{sentence}.")];
    }

    private static string Text(int seconds) => seconds == 0 ? "any time" : string.Create(CultureInfo.InvariantCulture, $"{seconds} s");
}
