using Lti.Storage.Conformance;
using Lti.Storage.FaultWorker;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests two processes that rotate, while one is killed and while the server stops.</summary>
public sealed class KilledRotationTests
{
    private const int ChangesBetweenFaults = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("T1", "T2", "T4", "F2", "F3")]
    public async Task One_key_signs_after_a_process_was_killed_and_the_server_stopped_in_the_middle_of_rotations()
    {
        await using var cluster = await FaultCluster.CreateAsync();
        await using (var schema = new PostgreSqlLtiStorage(cluster.AdminConnectionString))
        {
            await schema.Schema.MigrateAsync(Token);
        }

        var log = new RotationLog();
        await using var survivor = await StartAsync(cluster, seed: 1);
        var reading = CollectAsync(survivor, log);
        for (var round = 0; round < FaultRun.Times(2, 20); round++)
        {
            await using var killed = await StartAsync(cluster, seed: 100 + round);
            var lines = CollectAsync(killed, log);
            await ProgressAsync(log);
            await killed.KillAsync();
            await lines;

            // The other process goes on: the killed one has left no lock behind.
            await ProgressAsync(log);
            await cluster.RestartAsync(round % 2 == 0 ? StopMode.Immediate : StopMode.Fast, Token);
            await ProgressAsync(log);
        }

        await survivor.KillAsync();
        await reading;
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = cluster.AdminConnectionString }, new LtiStorageOptions { AllowUnprotectedSecrets = true });
        Assert.InRange(await log.RequireAsync(storage), log.Count / 2, int.MaxValue);
    }

    private static Task ProgressAsync(RotationLog log)
    {
        var goal = log.Count + ChangesBetweenFaults;
        return Eventually.TrueAsync(() => Task.FromResult(log.Count >= goal), Token);
    }

    private static async Task<WorkerProcess> StartAsync(PostgreSqlCluster cluster, int seed)
    {
        var worker = WorkerProcess.Start("rotate", "postgresql", $"{seed}");
        await worker.ReadyAsync();
        await worker.TellAsync(cluster.AdminConnectionString);
        return worker;
    }

    private static async Task CollectAsync(WorkerProcess worker, RotationLog log)
    {
        while (await worker.TryReadAsync() is { } line)
        {
            log.Add(line);
        }
    }
}
