namespace Lti.Storage.Benchmarks;

/// <summary>Passes the run's database to the processes that BenchmarkDotNet starts.</summary>
internal static class SharedDatabase
{
    public const string Variable = "LTI_BENCHMARK_DATABASE";

    public static string ConnectionString
    {
        get => Environment.GetEnvironmentVariable(Variable) ?? throw new RefusedException($"{Variable} is not set. Start the PostgreSQL benchmarks with `dotnet run -c Release` in benchmarks/.");
        set => Environment.SetEnvironmentVariable(Variable, value);
    }
}
