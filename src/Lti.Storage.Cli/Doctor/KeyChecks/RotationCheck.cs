using System.Globalization;
using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Doctor.KeyChecks;

/// <summary>Checks that a key signs and that the next one was made in time.</summary>
internal sealed class RotationCheck(TimeProvider time) : ICheck<ExaminedKeys>
{
    public string Name => "tool keys";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedKeys database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>([Find(database)]);

    private Finding Find(ExaminedKeys examined)
    {
        var active = examined.Keys.FirstOrDefault(static key => key.State == ToolKeyState.Active);
        var published = examined.Keys.Count(static key => key.State != ToolKeyState.Deleted);
        if (examined.Keys.Count == 0)
        {
            return Finding.Ok("No tool keys are stored. The tool's first use of its key ring makes one.");
        }

        if (active is null)
        {
            return Finding.Warning(
                "No tool key signs, although there were some.",
                "The tool makes a key at its next use. If it does not, look for failed rotations in its log.");
        }

        var signed = time.GetUtcNow() - active.SignsFrom!.Value;
        var days = signed.TotalDays.ToString("F0", CultureInfo.InvariantCulture);
        var isNextMade = examined.Keys.Any(static key => key.State == ToolKeyState.Announced);
        return signed > examined.RotateEvery + examined.AnnounceFor && !isNextMade
            ? Finding.Warning(
                $"The tool key '{active.KeyId}' has signed for {days} days. No rotation seems to run.",
                "Call AddToolKeys() in the tool and look at its log, or run lti-storage keys rotate. "
                    + "If its option RotateEvery is longer, give --rotate-days.")
            : Finding.Ok($"A tool key has signed for {days} days. {Count.Of(published, "key")} in the published set.");
    }
}
