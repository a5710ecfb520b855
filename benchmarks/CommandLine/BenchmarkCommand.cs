using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>Runs the command line of the benchmarks.</summary>
internal static class BenchmarkCommand
{
    // Dropping the databases and stopping the server may take as long as inserting a batch of rows.
    private static readonly TimeSpan _terminationTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Runs the mode that the arguments name.</summary>
    /// <returns>
    /// The exit code: 0 for success, 1 for a failed benchmark or a missed budget, 2 for a refusal and 130 for an interruption.
    /// </returns>
    public static async Task<int> RunAsync(Run run, CancellationToken cancellationToken = default)
    {
        var root = new MicroCommand(run) { new CompareCommand(run), new ScaleCommand(run), new StartCommand(run) };
        var parsed = root.Parse(run.Arguments);
        if (parsed.Errors is [var error, ..])
        {
            return await EndAsync(Ending.Refusal($"{error.Message} See --help."));
        }

        // BenchmarkDotNet parses the arguments of the root command itself.
        if (parsed.CommandResult.Command is not MicroCommand && parsed.UnmatchedTokens is [var unknown, ..])
        {
            return await EndAsync(Ending.Refusal($"{parsed.CommandResult.Command.Name} does not accept {unknown}. See --help."));
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = run.Output, Error = run.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = _terminationTimeout },
                cancellationToken);
        }
        catch (Exception e) when (Ending.Of(e) is { } ending)
        {
            return await EndAsync(ending);
        }

        async Task<int> EndAsync(Ending ending)
        {
            await run.Error.WriteLineAsync(ending.Line);
            return ending.Code;
        }
    }
}
