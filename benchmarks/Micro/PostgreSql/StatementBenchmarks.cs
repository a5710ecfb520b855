using BenchmarkDotNet.Attributes;

namespace Lti.Storage.Benchmarks;

/// <summary>Compares hand-written Npgsql, EF Core and the provider for one statement of a launch.</summary>
/// <remarks>All use one server and pools of the same size.</remarks>
[MemoryDiagnoser]
public class StatementBenchmarks
{
    private const int Calls = 200;

    private readonly BenchmarkDatabase _database = new(SharedDatabase.ConnectionString);
    private Operation? _operation;
    private IContender? _contender;

    public static IEnumerable<string> Statements => Operations.All.Where(operation => operation is not Benchmarks.Launch).Select(operation => operation.Name);

    [Params(1, 10)]
    public int ConcurrentCallers { get; set; }

    [ParamsSource(nameof(Statements))]
    public string Statement { get; set; } = "";

    [GlobalSetup(Target = nameof(Npgsql))]
    public Task SetupNpgsqlAsync() => SetupAsync(Contender.Floor);

    [GlobalSetup(Target = nameof(EfCore))]
    public Task SetupEfCoreAsync() => SetupAsync("efcore");

    [GlobalSetup(Target = nameof(Provider))]
    public Task SetupProviderAsync() => SetupAsync("provider");

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _contender!.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Makes keys and rows for the next iteration.</summary>
    [IterationSetup]
    public void Prepare() => _operation!.PrepareAsync(_database, Calls, CancellationToken.None).GetAwaiter().GetResult();

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Task Npgsql() => CallAsync();

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task EfCore() => CallAsync();

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task Provider() => CallAsync();

    private Task<Taken> CallAsync() => new Slice(ConcurrentCallers, Calls, Timeout.InfiniteTimeSpan).RunAsync(_operation!, _contender!);

    private async Task SetupAsync(string contender)
    {
        _operation = Operations.All.First(operation => operation.Name == Statement);
        _contender = Contender.OnServer[contender](_database.ConnectionString, ContenderPool.DefaultSize);
        await _database.ResetAsync();
    }
}
