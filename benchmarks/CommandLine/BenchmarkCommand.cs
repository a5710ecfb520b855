using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The whole command line.</summary>
internal static class BenchmarkCommand
{
    /// <summary>Databases are dropped and a server is stopped before the process ends; that may take as long as a batch of rows.</summary>
    private static readonly TimeSpan _toTidyUp = TimeSpan.FromMinutes(1);

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>
    /// The exit code: 0, 1 where a benchmark failed or a budget is missed, 2 where it can't be done as asked, 130 where it was interrupted.
    /// </returns>
    public static async Task<int> RunAsync(Run run, CancellationToken cancellationToken = default)
    {
        var root = new MicroCommand(run) { new CompareCommand(run), new ScaleCommand(run), new SoakCommand(run), new StartCommand(run), new HitsCommand(run), new DrawCommand(run) };
        var parsed = root.Parse(run.Arguments);
        if (parsed.Errors is [var error, ..])
        {
            return await EndAsync(Ending.Refusal($"{error.Message} See --help."));
        }

        // Only BenchmarkDotNet, behind the root, has arguments that are not known here.
        if (parsed.CommandResult.Command is not MicroCommand && parsed.UnmatchedTokens is [var stranger, ..])
        {
            return await EndAsync(Ending.Refusal($"{parsed.CommandResult.Command.Name} does not know {stranger}. See --help."));
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = run.Output, Error = run.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = _toTidyUp },
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
