using Lti.Storage.Cli.Output;
using Lti.Storage.PostgreSql;
using Npgsql;
using Spectre.Console;

namespace Lti.Storage.Cli.Cleanup;

/// <summary>Shows on a terminal how far a cleanup is; gone when it ends.</summary>
internal static class ProgressBar
{
    public static async Task<CleanupResult> ShowAsync(PostgreSqlLtiStorage storage, RemovedSoFar removed, Screen screen, CancellationToken cancellationToken)
    {
        if (await CountAsync(storage, cancellationToken).ConfigureAwait(false) is not { } expired)
        {
            return await storage.CleanupAsync(removed, cancellationToken).ConfigureAwait(false);
        }

        return await screen.Console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                // Others may add to it meanwhile, or remove some: a bar that stops short of its end says that.
                var bar = context.AddTask($"Removing {Count.Of(expired.Total, "expired row")}", maxValue: Math.Max(expired.Total, 1));
                removed.Shown = rows => bar.Value = rows;
                return await storage.CleanupAsync(removed, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <summary>Null where they can't be counted: then the cleanup fails too, and says why better.</summary>
    private static async Task<ExpiredRows?> CountAsync(PostgreSqlLtiStorage storage, CancellationToken cancellationToken)
    {
        try
        {
            return await ExpiredRows.CountAsync(storage, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
