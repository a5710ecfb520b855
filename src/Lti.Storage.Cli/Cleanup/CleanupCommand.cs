using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Cleanup;

/// <summary>The command <c>cleanup</c>.</summary>
internal static class CleanupCommand
{
    private static readonly Option<int?> _batchSize = Inputs.Number(
        "--batch-size", "The number of rows of one kind in a batch. [default: 100]", 1, 100_000);

    private static readonly CleanupResult _nothing = new() { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = false };

    public static Command Create() => new ToolCommand(
        "cleanup",
        "Removes expired nonces, sessions, registration sessions, access tokens and platform key sets in batches. "
            + "Several nodes may run it at the same time.",
        "cleanup",
        "cleanup --json",
        "cleanup --batch-size 10000")
    {
        _batchSize,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var database = Database.Open(run, run.Value(_batchSize) is { } size ? new LtiStorageOptions { CleanupBatchSize = size } : null);
        await using (database.ConfigureAwait(false))
        {
            Database.Announce(run);
            var removed = new RemovedSoFar();
            var stopping = cancellationToken.Register(() => run.Screen.Line("Stopping after this batch."));
            await using (stopping.ConfigureAwait(false))
            {
                var result = await CleanUpAsync(database, removed, run, cancellationToken).ConfigureAwait(false);
                Write(result, run.Output);
                return result.Completed ? ExitCode.Done : ExitCode.Cancelled;
            }
        }
    }

    private static async Task<CleanupResult> CleanUpAsync(
        IDatabase database, RemovedSoFar removed, CommandRun run, CancellationToken cancellationToken)
    {
        try
        {
            return run.Screen.Terminal.CanShowProgress
                ? await ProgressBar.ShowAsync(database, removed, run.Screen, cancellationToken).ConfigureAwait(false)
                : await database.CleanupAsync(removed, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A script that reads the counts finds them even if the signal came before the first batch.
            return removed.Latest ?? _nothing;
        }
        catch (LtiStorageException) when (removed.Latest is not null)
        {
            // The rows of earlier batches stay removed.
            Write(removed.Latest, run.Output);
            throw;
        }
    }

    private static void Write(CleanupResult result, Results output)
        => output.Write(CleanupShape.Of(result), CleanupJson.Default.CleanupShape, text => text.Line(Sentence(result)));

    private static string Sentence(CleanupResult result)
    {
        var rest = result.Completed ? "" : " Other expired rows may be left. Run it again.";
        return $"Removed {Count.Of(result.Nonces, "nonce")}, {Count.Of(result.Sessions, "session")}, "
            + $"{Count.Of(result.RegistrationSessions, "registration session")}, {Count.Of(result.AccessTokens, "access token")} "
            + $"and {Count.Of(result.PlatformKeySets, "platform key set")}.{rest}";
    }
}
