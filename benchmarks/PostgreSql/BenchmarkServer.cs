using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Running;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>The server that a run works on: the one that tests would use, with a database of the run's own.</summary>
internal static class BenchmarkServer
{
    private const int NoServer = 2;

    /// <summary>Whether arguments for BenchmarkDotNet choose a benchmark that works on PostgreSQL, or leave the choice to its menu.</summary>
    public static bool IsNeededBy(string[] arguments)
    {
        if (arguments.Any(argument => argument is "--list" or "--help" or "--version" or "--info"))
        {
            return false;
        }

        var patterns = arguments.SkipWhile(argument => argument is not ("--filter" or "-f")).Skip(1).TakeWhile(argument => !argument.StartsWith('-')).ToArray();
        var filter = new GlobFilter(patterns is [] ? ["*"] : patterns);
        return StatementBenchmarks.All.Append(typeof(Invalidation.ReportBenchmarks)).SelectMany(type => BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases).Any(filter.Predicate);
    }

    /// <summary>Runs with a server, or says in one line why there is none.</summary>
    public static async Task<int> RunAsync(Func<TestServer, Task<int>> run)
    {
        var (server, reason) = await TryStartAsync();
        if (server is null)
        {
            await Console.Error.WriteLineAsync(reason);
            return NoServer;
        }

        await using (server)
        {
            await using var database = await server.CreateDatabaseAsync();
            BenchmarkDatabase.ShareWithBenchmarks(database.ConnectionString);
            Console.WriteLine($"PostgreSQL {server.ServerVersion} ({server.Origin}), {await BenchmarkDatabase.OfThisRun().SettingsAsync()}");
            return await run(server);
        }
    }

    private static async Task<(TestServer? Server, string? Reason)> TryStartAsync()
    {
        try
        {
            var started = await TestServer.TryStartAsync();
            return (started.Value, started.Reason);
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message);
        }
    }
}
