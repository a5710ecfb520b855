using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Lti.Storage.Benchmarks;

/// <summary>Measures the time of a fresh process until its first launch completes.</summary>
internal sealed class StartMode(Run run, StartOptions options)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var files = OutputFiles.Reserve(options.Json, plots: null);
        await using var server = await run.StartServerAsync(connections: 10, cancellationToken);
        await run.BeginAsync("The first launch of a process", server, options.Expected);
        await using var database = await server.CreateDatabaseAsync();
        await database.Rows.ResetAsync(cancellationToken);

        var taken = options.Contenders.ToDictionary(name => name, _ => new List<StartedProcess>(), StringComparer.Ordinal);

        // The first process of each contender reads its files from the disk and does not count.
        for (var round = -1; round < options.Processes; round++)
        {
            foreach (var name in options.Contenders)
            {
                var started = await StartAsync(name, database.Rows.ConnectionString, cancellationToken);
                if (round >= 0)
                {
                    taken[name].Add(started);
                }
            }
        }

        List<StartedResult> results = [.. taken.Select(one => StartedResult.Of(one.Key, one.Value, taken.GetValueOrDefault(Contender.Floor)))];
        await run.Output.WriteLineAsync("| Contender | First launch | × floor (95 %) | Construction | Twentieth launch | Working set | Assemblies |");
        await run.Output.WriteLineAsync("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var result in results)
        {
            await run.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Contender} | {result.FirstLaunchMilliseconds:N0} ms | {result.RatioToFloor:N2} ({result.RatioLow:N2}–{result.RatioHigh:N2}) | {result.ConstructedMilliseconds:N0} ms | {result.TwentiethLaunchMilliseconds:N1} ms | {Units.Bytes(result.WorkingSetBytes)} | {result.Assemblies:N0} |"));
        }

        await run.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"\nThe runtime took {Mean.Geometric(results.Select(result => result.RuntimeMilliseconds)):N0} ms before it. The figures are geometric means of {options.Processes} processes.\n"));
        await run.EndAsync();
        await files.WriteAsync(results);
        return 0;
    }

    private static async Task<StartedProcess> StartAsync(string contender, string database, CancellationToken cancellationToken)
    {
        var program = typeof(StartMode).Assembly.GetName().Name!;
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, program), [FirstLaunch.Argument, contender])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { [SharedDatabase.Variable] = database },
        })!;
        try
        {
            var line = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var reason = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode switch
            {
                0 => JsonSerializer.Deserialize<StartedProcess>(await line)!,
                Ending.Failed => throw new WrongAnswerException($"the first launch of {contender}"),
                var code => throw new RefusedException($"The first launch of {contender} failed with exit code {code}: {reason.Trim()}"),
            };
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
