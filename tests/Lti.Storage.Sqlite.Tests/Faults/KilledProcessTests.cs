using System.Diagnostics;
using Lti.Storage.Conformance;

namespace Lti.Storage.Sqlite.Tests.Faults;

public sealed class KilledProcessTests
{
    private const int Tasks = 16;
    private const int LaunchesBeforeTheKill = 300;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("F1", "F3", "L5", "N3")]
    public async Task Every_acknowledged_launch_survives_a_killed_process()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        List<(string Nonce, Guid SessionId)> acknowledged = [];
        for (var round = 0; round < (TestRun.IsFull ? 20 : 3); round++)
        {
            acknowledged.AddRange(await LaunchUntilKilledAsync(folder));

            await using var storage = new SqliteLtiStorage(folder.ConnectionString);
            foreach (var (nonce, sessionId) in acknowledged)
            {
                Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync(nonce, Token));
                Assert.NotNull(await storage.FindSessionAsync(sessionId, Token));
            }

            using var other = new OtherProgram(folder.File);
            Assert.Equal("ok", other.Read("PRAGMA integrity_check"));

            // A launch is whole or absent: each session has its used nonce.
            Assert.Equal(other.Read("SELECT count(*) FROM sessions"), other.Read("SELECT count(*) FROM nonces WHERE is_used"));
        }
    }

    private static async Task<List<(string Nonce, Guid SessionId)>> LaunchUntilKilledAsync(TemporaryFolder folder)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Lti.Storage.FaultWorker.dll"), "sqlite", $"{Tasks}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Token));
        await process.StandardInput.WriteLineAsync(folder.ConnectionString.AsMemory(), Token);
        await process.StandardInput.FlushAsync(Token);

        List<(string Nonce, Guid SessionId)> acknowledged = [];
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            // The kill may cut the last line.
            if (line.Split(' ') is [var nonce, { Length: 36 } id])
            {
                acknowledged.Add((nonce, Guid.Parse(id)));
            }

            if (acknowledged.Count == LaunchesBeforeTheKill)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Token);
        Assert.InRange(acknowledged.Count, LaunchesBeforeTheKill, int.MaxValue);
        return acknowledged;
    }
}
