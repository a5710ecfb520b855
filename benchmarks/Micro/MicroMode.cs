using BenchmarkDotNet.Configs;
using BenchmarkDotNet.ConsoleArguments;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Lti.Storage.Benchmarks;

/// <summary>Runs the BenchmarkDotNet classes and starts a server when they need one.</summary>
internal sealed class MicroMode(Run run)
{
    private static readonly string[] _shortFilter =
    [
        "--filter",
        $"*.{nameof(LaunchBenchmarks)}.{nameof(LaunchBenchmarks.InMemory)}*",
        $"*.{nameof(SessionHitBenchmarks)}.*",
        $"*.{nameof(ToolKeyHitBenchmarks)}.*",
        $"*.{nameof(LaunchHitBenchmarks)}.*({nameof(LaunchHitBenchmarks.Hit)}: {nameof(LaunchHit.Exact)})",
        $"*.{nameof(StatementBenchmarks)}.{nameof(StatementBenchmarks.Provider)}(*store-nonce*",
    ];

    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(MicroMode).Assembly.GetTypes().Where(type => type.IsPublic && type.Name.EndsWith("Benchmarks", StringComparison.Ordinal)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, bool isShort, CancellationToken cancellationToken)
    {
        isShort |= arguments is [] && (Console.IsInputRedirected || Console.IsOutputRedirected);
        string[] chosen = isShort ? _shortFilter : arguments is [] ? await Menu.AskAsync(Console.In, run.Output, Classes) : [.. arguments];
        if (chosen is [])
        {
            return 0;
        }

        Require(chosen);
        var config = Config(isShort);
        if (!IsOnServer(chosen))
        {
            if (!AsksOnly(chosen))
            {
                await run.Output.WriteLineAsync(Circumstances.Describe(run.Arguments, server: null));
            }

            return await RunAsync(chosen, config, cancellationToken);
        }

        await using var server = await run.StartServerAsync(connections: 100, cancellationToken);
        await using var database = await server.CreateDatabaseAsync();
        SharedDatabase.ConnectionString = database.Rows.ConnectionString;
        await run.Output.WriteLineAsync(Circumstances.Describe(run.Arguments, server));
        return await RunAsync(chosen, config, cancellationToken);
    }

    private static void Require(string[] arguments)
    {
        if (arguments is [[not '-', ..] word, ..])
        {
            throw new RefusedException($"There is no mode '{word}'. The modes are compare, scale and start. See --help.");
        }

        var log = new AccumulationLogger();
        if (!ConfigParser.Parse(arguments, log).isSuccess && !AsksOnly(arguments))
        {
            var reason = log.GetLog().Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("Option", StringComparison.Ordinal));
            throw new RefusedException($"BenchmarkDotNet does not accept {string.Join(' ', arguments)}{(reason is null ? "" : $": {reason}")} See --help.");
        }
    }

    // BenchmarkDotNet can't be cancelled. The caller drops its database and ends the process.
    private static Task<int> RunAsync(string[] arguments, IConfig config, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var summaries = BenchmarkSwitcher.FromTypes([.. Classes]).Run(arguments, config).ToList();

            // A benchmark that did not run has no results. It must not count as a success.
            var isDone = summaries.Count > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success));
            return isDone || AsksOnly(arguments) ? 0 : 1;
        },
        CancellationToken.None).WaitAsync(cancellationToken);

    private static bool AsksOnly(string[] arguments) => arguments.Any(argument => argument is "--list" or "--help" or "--version" or "--info");

    private static bool IsOnServer(string[] arguments)
    {
        if (AsksOnly(arguments))
        {
            return false;
        }

        var patterns = arguments.SkipWhile(argument => argument is not ("--filter" or "-f")).Skip(1).TakeWhile(argument => !argument.StartsWith('-')).ToArray();
        var filter = new GlobFilter(patterns is [] ? ["*"] : patterns);
        Type[] onServer = [typeof(StatementBenchmarks), typeof(ReportBenchmarks)];
        return onServer.SelectMany(type => BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases).Any(filter.Predicate);
    }

    // BenchmarkDotNet rebuilds the project for its own processes. Analyzers ran in the first build already.
    // The short run stays in this process.
    private static ManualConfig Config(bool isShort) => ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(isShort
            ? Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
                .WithWarmupCount(1).WithIterationCount(1).WithIterationTime(TimeInterval.Millisecond * 50)
            : Job.Default.WithGcServer(false).WithRuntime(CoreRuntime.Core10_0).WithArguments([new MsBuildArgument("/p:RunAnalyzers=false")]).WithWarmupCount(3).WithIterationCount(10))
        .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.StopOnFirstError);
}
