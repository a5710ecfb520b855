using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Cleanup;

/// <summary><c>cleanup</c>.</summary>
internal static class CleanupCommand
{
    private static readonly Option<int?> _batchSize = Inputs.Number("--batch-size", "How many rows of one kind are removed at a time; 100 if not given.", 1, 100_000);

    public static Command Create() => new ToolCommand(
        "cleanup",
        "Removes expired nonces, sessions and registration sessions, in batches. It may be cancelled at any time, and run on any number of nodes at once.",
        "cleanup",
        "cleanup --json",
        "cleanup --batch-size 10000")
    {
        _batchSize,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var storage = Database.Open(run, run.Value(_batchSize) is { } size ? new LtiStorageOptions { CleanupBatchSize = size } : null);
        await using (storage.ConfigureAwait(false))
        {
            var removed = new RemovedSoFar();
            var stopping = cancellationToken.Register(() => run.Screen.Line("Stopping after this batch."));
            await using (stopping.ConfigureAwait(false))
            {
                try
                {
                    var result = await CleanUpAsync(storage, removed, run.Screen, cancellationToken).ConfigureAwait(false);
                    Write(result, run.Output);
                    return result.Completed ? ExitCode.Done : ExitCode.Cancelled;
                }
                catch (LtiStorageException) when (removed.Latest is not null)
                {
                    // What earlier batches removed stays removed.
                    Write(removed.Latest, run.Output);
                    throw;
                }
            }
        }
    }

    private static Task<CleanupResult> CleanUpAsync(PostgreSqlLtiStorage storage, RemovedSoFar removed, Screen screen, CancellationToken cancellationToken)
        => Terminal.IsErrors && !Terminal.IsDumb
            ? ProgressBar.ShowAsync(storage, removed, screen, cancellationToken)
            : storage.CleanupAsync(removed, cancellationToken).AsTask();

    private static void Write(CleanupResult result, Results output) => output.Write(CleanupShape.Of(result), ToolJson.Default.CleanupShape, text => text.Line(
        $"Removed {Count.Of(result.Nonces, "nonce")}, {Count.Of(result.Sessions, "session")} and {Count.Of(result.RegistrationSessions, "registration session")}.{(result.Completed ? "" : " Not all that has expired: run it again.")}"));
}
