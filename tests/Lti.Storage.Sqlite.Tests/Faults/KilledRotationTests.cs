using System.Diagnostics;
using Lti.Storage.Conformance;
using Lti.Storage.FaultWorker;

namespace Lti.Storage.Sqlite.Tests.Faults;

public sealed class KilledRotationTests
{
    private const int ChangesBeforeTheKill = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("T1", "T2", "T4", "F3")]
    public async Task One_key_signs_after_processes_were_killed_in_the_middle_of_rotations()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        var log = new RotationLog();
        using var survivor = await StartAsync(folder, seed: 1);
        var reading = Collect(survivor, log);
        for (var round = 0; round < (TestRun.IsFull ? 20 : 3); round++)
        {
            using var killed = await StartAsync(folder, seed: 100 + round);
            var lines = Collect(killed, log);
            await ProgressAsync(log);
            killed.Kill();
            await lines;

            // The other process goes on: the killed one has left no lock behind.
            await ProgressAsync(log);
        }

        survivor.Kill();
        await reading;
        await using var storage = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = folder.ConnectionString }, new LtiStorageOptions { AllowUnprotectedSecrets = true });
        Assert.InRange(await log.RequireAsync(storage), log.Count / 2, int.MaxValue);
    }

    private static Task ProgressAsync(RotationLog log)
    {
        var goal = log.Count + ChangesBeforeTheKill;
        return Eventually.TrueAsync(() => Task.FromResult(log.Count >= goal), Token);
    }

    private static async Task<Process> StartAsync(TemporaryFolder folder, int seed)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Lti.Storage.FaultWorker.dll"), "rotate", "sqlite", $"{seed}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Token));
        await process.StandardInput.WriteLineAsync(folder.ConnectionString.AsMemory(), Token);
        await process.StandardInput.FlushAsync(Token);
        return process;
    }

    private static Task Collect(Process process, RotationLog log) => Task.Run(
        async () =>
        {
            while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
            {
                log.Add(line);
            }
        },
        Token);
}
