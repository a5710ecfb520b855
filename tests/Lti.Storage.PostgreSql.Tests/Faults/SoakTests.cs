using System.Diagnostics;
using System.Globalization;
using Lti.Storage.Caching;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs all operations of a tool on two cached nodes with repeated faults. One node batches its calls.</summary>
/// <remarks>The long form makes a fault every 30 seconds for 20 minutes, or for the minutes in <c>LTI_FAULTS_MINUTES</c>.</remarks>
/// <param name="server">The server.</param>
[FullRun("long fault tests")]
public sealed class SoakTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int PoolSize = 8;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("F1", "F2", "N3", "L5", "K1")]
    public async Task Repeated_faults_lose_nothing_and_leak_nothing()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var alone = server.Open(database, batches: false, PoolSize, Listen);
        await using var batching = server.Open(database, batches: true, PoolSize, Listen);
        await using var direct = database.Open();
        await using var one = alone.WithCaching();
        await using var other = batching.WithCaching();
        var random = FaultRun.Random();
        var faults = Enum.GetValues<Fault>();
        random.Shuffle(faults);
        List<Footprint> footprints = [];

        var load = SoakLoad.Start([one, other], direct, callers: 16);
        for (var time = 0; time < Faults(faults.Length); time++)
        {
            await load.SomeMoreAsync(200);
            var fault = faults[time % faults.Length];
            await server.StrikeAsync(fault, random, meanwhile: () => load.SomeMoreFailuresAsync(16));
            await load.AssertKeptAsync();
            await load.SomeMoreAsync(200);
            if (FaultRun.IsLong)
            {
                await Task.Delay(_pause, TimeProvider.System, Token);
            }

            footprints.Add(await load.QuietlyAsync(Footprint.Now));
        }

        await load.EndAsync();
        await Pool.AssertIsWholeAsync(alone, PoolSize);
        await Pool.AssertIsWholeAsync(batching, PoolSize);
        await Eventually.TrueAsync(() => Task.FromResult(alone.State == InvalidationState.Listening && batching.State == InvalidationState.Listening), Token);
        FaultRun.Note($"{load}");
        if (FaultRun.IsLong)
        {
            AssertFlat("MB of memory", footprints, footprint => footprint.Megabytes, limit: 0.02);
            AssertFlat("handles", footprints, footprint => footprint.Handles, limit: 0.25);
            AssertFlat("threads", footprints, footprint => footprint.Threads, limit: 0.1);
        }
    }

    private static void Listen(PostgreSqlStorageOptions options) => options.ListenerKeepAlive = TimeSpan.FromSeconds(1);

    private static int Faults(int kinds)
    {
        // The short form makes a random selection of the faults.
        var minutes = int.TryParse(Environment.GetEnvironmentVariable("LTI_FAULTS_MINUTES"), CultureInfo.InvariantCulture, out var given) ? given : 20;
        return FaultRun.Times(kinds / 2, (int)(TimeSpan.FromMinutes(minutes) / _pause));
    }

    /// <summary>Checks that a measure does not grow by more than the limit at each fault.</summary>
    /// <remarks>It looks at the second half of the run, because caches and pools fill in the first.</remarks>
    private static void AssertFlat(string what, IReadOnlyList<Footprint> footprints, Func<Footprint, double> measure, double limit)
    {
        var values = footprints.Skip(footprints.Count / 2).Select(measure).ToList();
        var trend = Trend.Of(values);
        FaultRun.Note(
            $"{values.Average():F1} {what} on average, from {values.Min():F1} to {values.Max():F1}; {trend.PerFault:+0.000;-0.000;0} a fault, give or take {trend.Error:F3}: "
            + string.Join(", ", footprints.Select(footprint => $"{measure(footprint):F1}")));
        Assert.False(trend.IsSteeperThan(limit), $"{what}: {string.Join(", ", values.Select(value => $"{value:F1}"))}");
    }

    private sealed record Footprint(double Megabytes, double Handles, double Threads)
    {
        public static Footprint Now()
        {
            using var process = Process.GetCurrentProcess();
            return new Footprint(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0, process.HandleCount, process.Threads.Count);
        }
    }
}
