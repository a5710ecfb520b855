using BenchmarkDotNet.Attributes;
using Lti.Storage.Benchmarks.PostgreSql.EfCore;

namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>One statement that launches wait for: hand-written Npgsql, EF Core and this library's provider, on one server and with pools of the same size.</summary>
[MemoryDiagnoser]
public abstract class StatementBenchmarks
{
    /// <summary>Calls in one measurement.</summary>
    internal const int Calls = 200;

    private protected static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private IContender? _contender;

    internal static IReadOnlyList<Type> All { get; } = [.. typeof(StatementBenchmarks).Assembly.GetTypes().Where(type => type.BaseType == typeof(StatementBenchmarks))];

    [Params(1, 10)]
    public int CallersAtOnce { get; set; }

    private protected BenchmarkDatabase Database { get; } = BenchmarkDatabase.OfThisRun();

    [GlobalSetup(Target = nameof(Npgsql))]
    public Task SetupNpgsqlAsync() => SetupAsync(new NpgsqlContender(Database.ConnectionString));

    [GlobalSetup(Target = nameof(EfCore))]
    public Task SetupEfCoreAsync() => SetupAsync(new EfCoreContender(Database.ConnectionString));

    [GlobalSetup(Target = nameof(Provider))]
    public Task SetupProviderAsync() => SetupAsync(new ProviderContender(Database.ConnectionString));

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _contender!.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>New keys for the next measurement, and the rows that it finds.</summary>
    [IterationSetup]
    public void Prepare() => PrepareAsync().GetAwaiter().GetResult();

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Task Npgsql() => RunAsync(_contender!);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task EfCore() => RunAsync(_contender!);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task Provider() => RunAsync(_contender!);

    internal abstract Task PrepareAsync();

    internal abstract Task RunAsync(IContender contender);

    private protected static string[] NewNonces() => [.. Enumerable.Range(0, Calls).Select(_ => $"{Guid.NewGuid():N}{Guid.NewGuid():N}")];

    private async Task SetupAsync(IContender contender)
    {
        _contender = contender;
        await Database.ResetAsync();
    }
}
