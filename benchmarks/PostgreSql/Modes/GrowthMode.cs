using System.Globalization;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>What must not grow with the number of rows: finding a launch configuration, and other calls' times while cleanup removes a million nonces.</summary>
internal static class GrowthMode
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int Deployments = 5_000;
    private const int Calls = 1_000;
    private const int Rounds = 15;

    public static async Task<int> RunAsync(TestServer server)
    {
        await using var smallTest = await server.CreateDatabaseAsync();
        await using var largeTest = await server.CreateDatabaseAsync();
        await using var small = new BenchmarkDatabase(smallTest.ConnectionString);
        await using var large = new BenchmarkDatabase(largeTest.ConnectionString);
        await small.ResetAsync(Few);
        await large.ResetAsync(Many);
        await large.AddDeploymentsAsync("client-1", Deployments);
        await large.ExecuteAsync("VACUUM ANALYZE deployments");
        await using var atSmall = new ProviderContender(small.ConnectionString);
        await using var atLarge = new ProviderContender(large.ConnectionString);

        // Keys in an order of their own, the same in every run.
        var random = new Random(20260101);
        LaunchKey[] any = [.. Enumerable.Range(0, Calls).Select(_ => Key($"client-{random.Next(Few) + 1}"))];
        LaunchKey[] anyOfMany = [.. Enumerable.Range(0, Calls).Select(_ => Key($"client-{random.Next(Many) + 1}"))];
        LaunchKey[] anyDeployment = [.. Enumerable.Range(0, Calls).Select(_ => Key("client-1", $"deployment-{random.Next(Deployments) + 1}"))];
        Print("1,000,000 clients", await new Interleaved(Rounds).RunAsync(
            Calls,
            Find("1,000 clients", atSmall, _ => any),
            Find("1,000,000 clients, the same 1,000 again", atLarge, _ => anyOfMany),
            Find("1,000,000 clients, others each time", atLarge, _ => [.. anyOfMany.Select(_ => Key($"client-{random.Next(Many) + 1}"))])));
        Print("5,000 deployments", await new Interleaved(Rounds).RunAsync(
            Calls,
            Find("client of 1 deployment", atLarge, _ => [.. any.Select(_ => Key("client-2"))]),
            Find("client of 5,000 deployments", atLarge, _ => anyDeployment),
            Find("client of 5,000, through default", atLarge, _ => [.. any.Select(_ => Key("client-1", "not stored"))])));
        await CleanupGrowth.RunAsync(small, Many, besideOldTransaction: false);
        await CleanupGrowth.RunAsync(small, Many / 5, besideOldTransaction: true);
        return 0;
    }

    private static LaunchKey Key(string clientId, string deploymentId = LtiDeployment.DefaultDeploymentId) => new(Payload.Issuer, clientId, deploymentId);

    private static Contest Find(string name, ProviderContender contender, Func<int, LaunchKey[]> choose)
    {
        LaunchKey[] keys = [];
        return new Contest(
            name,
            () =>
            {
                keys = choose(Calls);
                return Task.CompletedTask;
            },
            () => Callers.RunAsync(callers: 1, Calls, i => contender.FindLaunchConfigAsync(keys[i]), config => config is not null));
    }

    private static void Print(string title, IReadOnlyList<Measured> results)
    {
        Console.WriteLine();
        Console.WriteLine($"| Find launch config: {title} | Time | Ratio (quartiles) |");
        Console.WriteLine("|---|---:|---:|");
        foreach (var result in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Name} | {result.Microseconds:N0} µs | {result.Ratio:N2} ({result.LowRatio:N2}–{result.HighRatio:N2}) |"));
        }
    }
}
