using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Lti.Storage.Benchmarks;
using Lti.Storage.Benchmarks.PostgreSql;

// dotnet run -c Release                       all benchmarks, as benchmarks/README.md shows them
// dotnet run -c Release -- --filter *Launch*  some of them; all of BenchmarkDotNet's own arguments work
// dotnet run -c Release -- --short            two of them, once, to see that they run
// dotnet run -c Release -- ratios [Find …]    the statements on PostgreSQL again, in turns: for a machine that has other work too
// dotnet run -c Release -- hits               hits of the cache, in turns with other caches
// dotnet run -c Release -- growth             finding a launch configuration among many, and cleanup beside traffic
if (args is ["ratios", .. var names])
{
    return await BenchmarkServer.RunAsync(_ => RatiosMode.RunAsync(names));
}

if (args is ["hits"])
{
    return await HitsMode.RunAsync();
}

if (args is ["growth"])
{
    return await BenchmarkServer.RunAsync(GrowthMode.RunAsync);
}

var isShort = args.Contains("--short", StringComparer.Ordinal);

// BenchmarkDotNet builds everything again for processes of their own; what analyzers have to say was said before. The short run does without.
var job = isShort
    ? Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(1).WithIterationCount(1)
    : Job.Default.WithGcServer(false).WithRuntime(CoreRuntime.Core10_0).WithArguments([new MsBuildArgument("/p:RunAnalyzers=false")]).WithWarmupCount(3).WithIterationCount(10);
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(job)
    .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.StopOnFirstError);
string[] chosen = isShort
    ? ["--filter", $"*.{nameof(LaunchBenchmarks)}.{nameof(LaunchBenchmarks.InMemory)}*", $"*.{nameof(StoreNonceBenchmarks)}.{nameof(StoreNonceBenchmarks.Provider)}*"]
    : args is [] ? ["--filter", "*"] : args;
return BenchmarkServer.IsNeededBy(chosen) ? await BenchmarkServer.RunAsync(_ => Task.FromResult(Run())) : Run();

int Run()
{
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(chosen, config).ToList();

    // A benchmark that did not run has no results, and must not pass for one that did.
    return summaries.Count > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
}
