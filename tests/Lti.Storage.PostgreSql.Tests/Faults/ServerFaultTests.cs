using Lti.Storage.Conformance;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Stops and kills a server and ends its sessions while callers launch.</summary>
/// <param name="server">The server.</param>
public sealed class ServerFaultTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int PoolSize = 8;

    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(2);

    public static TheoryData<Fault, bool> Faults { get; } = new MatrixTheoryData<Fault, bool>(
        [Fault.TerminatedBackends, Fault.FastRestart, Fault.ImmediateRestart, Fault.Killed], [false, true]);

    [Theory, Rule("F1", "F2", "N3", "L5")]
    [MemberData(nameof(Faults))]
    [FullRun("all rows of long theories", Rows = 3)]
    public async Task Acknowledged_writes_survive_a_server_fault_once_and_work_resumes(Fault fault, bool batches)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var storage = database.Open(text => text.MaxPoolSize = PoolSize, options => options.BatchCalls = batches);
        var random = FaultRun.Random();
        List<TimeSpan> resumed = [];

        var launches = new Launches();
        await using var callers = Callers.Start(16, caller => launches.LaunchAsync(caller, storage));
        for (var time = 0; time < FaultRun.Times(2, 20); time++)
        {
            await callers.SomeMoreAsync(100);
            await server.StrikeAsync(fault, random, meanwhile: () => callers.SomeMoreFailuresAsync(1));
            var back = TimeProvider.System.GetTimestamp();
            await callers.OneMoreOfEachAsync();
            resumed.Add(TimeProvider.System.GetElapsedTime(back));
        }

        await callers.EndAsync();

        await using var fresh = database.Open();
        await launches.AssertNothingIsLostAsync(fresh);
        Assert.True(callers.Failures > 0, "No call failed during the fault.");
        await Pool.AssertIsWholeAsync(storage, PoolSize);
        FaultRun.Note(
            $"{fault} × {resumed.Count}: {launches.Accepted} launches accepted, {callers.Failures} calls failed; "
            + $"every caller resumed within {resumed.Max().TotalMilliseconds:F0} ms of the server's return.");
        if (FaultRun.IsLong)
        {
            Assert.All(resumed, time => Assert.InRange(time, TimeSpan.Zero, _soon));
        }
    }
}
