using Lti.Storage.Conformance;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A server that is stopped, killed and robbed of its sessions while callers launch.</summary>
/// <param name="server">The server.</param>
public sealed class ServerFaultTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int PoolSize = 8;

    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(2);

    public static TheoryData<Fault, bool> Faults { get; } = new MatrixTheoryData<Fault, bool>(
        [Fault.TerminatedBackends, Fault.FastRestart, Fault.ImmediateRestart, Fault.Killed], [false, true]);

    [Theory, Rule("F1", "F2", "N3", "L5")]
    [MemberData(nameof(Faults))]
    public async Task What_was_acknowledged_is_there_afterwards_no_nonce_is_accepted_twice_and_work_resumes(Fault fault, bool coalesces)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var storage = database.Open(text => text.MaxPoolSize = PoolSize, options => options.CoalesceCalls = coalesces);
        var random = FaultRun.Random();
        List<TimeSpan> resumed = [];

        var load = LaunchLoad.Start(storage, callers: 16);
        for (var time = 0; time < FaultRun.Times(2, 20); time++)
        {
            await load.SomeMoreAsync(100);
            await server.StrikeAsync(fault, random);
            var back = TimeProvider.System.GetTimestamp();
            await load.SomeMoreAsync(1);
            resumed.Add(TimeProvider.System.GetElapsedTime(back));
        }

        var launches = await load.EndAsync();

        await using var fresh = database.Open();
        await launches.AssertNothingIsLostAsync(fresh);
        Assert.True(launches.Failures > 0, "The fault was not felt.");
        await Pool.AssertIsWholeAsync(storage, PoolSize);
        FaultRun.Note(
            $"{fault} × {resumed.Count}: {launches.Accepted.Count} launches accepted, {launches.Failures} calls failed; "
            + $"work went on within {resumed.Max().TotalMilliseconds:F0} ms of the server's return.");
        if (FaultRun.IsLong)
        {
            Assert.All(resumed, time => Assert.InRange(time, TimeSpan.Zero, _soon));
        }
    }
}
