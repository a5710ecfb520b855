using Lti.Storage.Conformance;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests many tasks of several processes that consume the same nonces.</summary>
public sealed class NonceRaceTests
{
    private const int Tasks = 64;

    [Theory, Rule("N3")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Nonce_that_many_tasks_of_two_processes_consume_is_consumed_once_without_errors(bool batches)
    {
        var nonces = FaultRun.Times(50, 10_000);
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await database.ExecuteAsync($"INSERT INTO nonces (nonce, expires_at) SELECT number, now() + interval '1 hour' FROM generate_series(0, {nonces - 1}) AS number");
        await using var first = WorkerProcess.Start("consume", $"{Tasks}", $"{nonces}", $"{batches}");
        await using var second = WorkerProcess.Start("consume", $"{Tasks}", $"{nonces}", $"{batches}");
        WorkerProcess[] workers = [first, second];
        foreach (var line in new[] { database.ConnectionString, "go" })
        {
            await Task.WhenAll(workers.Select(worker => worker.ReadyAsync()));
            await Task.WhenAll(workers.Select(worker => worker.TellAsync(line)));
        }

        var began = TimeProvider.System.GetTimestamp();
        var consumed = await Task.WhenAll(workers.Select(worker => worker.ReadNumbersAsync()));
        var took = TimeProvider.System.GetElapsedTime(began);

        Assert.Equal(Enumerable.Range(0, nonces), consumed.SelectMany(numbers => numbers).Order());
        await Task.WhenAll(workers.Select(worker => worker.EndAsync()));
        FaultRun.Note(
            $"{nonces} nonces, {2 * Tasks} tasks in 2 processes, batching {batches}: {consumed[0].Length} and {consumed[1].Length} consumed, {2 * Tasks * nonces / took.TotalSeconds:F0} calls a second.");
    }
}
