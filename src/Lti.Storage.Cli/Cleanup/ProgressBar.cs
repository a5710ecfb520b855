using System.Data.Common;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Spectre.Console;

namespace Lti.Storage.Cli.Cleanup;

/// <summary>Shows the progress of a cleanup on a terminal until the cleanup ends.</summary>
internal static class ProgressBar
{
    public static async Task<CleanupResult> ShowAsync(
        IDatabase database, RemovedSoFar removed, Screen screen, CancellationToken cancellationToken)
    {
        if (await CountAsync(database, cancellationToken).ConfigureAwait(false) is not { } expired)
        {
            return await database.CleanupAsync(removed, cancellationToken).ConfigureAwait(false);
        }

        return await screen.Console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                // If another node removes some of the rows, the bar stops short of its end.
                var bar = context.AddTask($"Removing {Count.Of(expired, "expired row")}", maxValue: Math.Max(expired, 1));
                removed.Shown = rows => bar.Value = rows;
                return await database.CleanupAsync(removed, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <summary>Counts the expired rows; null if they can't be counted. Then the cleanup fails too with a better message.</summary>
    private static async Task<long?> CountAsync(IDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            return await ExpiredRows.CountAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or LtiStorageException)
        {
            return null;
        }
    }
}
