using System.Globalization;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The finding about expired rows that wait for a cleanup.</summary>
internal static class ExpiredRowsFinding
{
    /// <summary>Above this number of rows of a kind, counting stops.</summary>
    public const int Many = 100_000;

    private const string Advice = "Run lti-storage cleanup on a schedule, or add AddCleanup() of Lti.Storage.Hosting to the tool.";

    private static readonly TimeSpan _long = TimeSpan.FromDays(1);

    /// <param name="nonces">The number of expired nonces, at most one above <see cref="Many"/>.</param>
    /// <param name="sessions">The number of expired sessions, at most one above <see cref="Many"/>.</param>
    /// <param name="registrations">The number of expired registration sessions, at most one above <see cref="Many"/>.</param>
    /// <param name="hours">The number of hours since the oldest one expired.</param>
    public static Finding Of(long nonces, long sessions, long registrations, double hours)
    {
        if (nonces + sessions + registrations == 0)
        {
            return Finding.Ok("No expired rows wait for a cleanup.");
        }

        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{Text(nonces, "nonce")}, {Text(sessions, "session")} and {Text(registrations, "registration session")} have expired, "
                + $"the oldest {hours:F0} h ago.");
        return TimeSpan.FromHours(hours) > _long ? Finding.Warning($"No cleanup seems to run: {sentence}", Advice)
            : nonces + sessions + registrations > Many ? Finding.Warning($"Expired rows pile up: {sentence}", Advice)
            : Finding.Ok(sentence);
    }

    private static string Text(long number, string thing) => number > Many ? $"more than {Count.Of(Many, thing)}" : Count.Of(number, thing);
}
