using System.Diagnostics;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Faults;

public sealed class TwoProcessesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_under_load_does_not_starve_another_process()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        using var busy = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Lti.Storage.FaultWorker.dll"), "sqlite", "200"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await busy.StandardOutput.ReadLineAsync(Token));
        await busy.StandardInput.WriteLineAsync(folder.ConnectionString.AsMemory(), Token);
        await busy.StandardInput.FlushAsync(Token);
        var lines = 0;
        var reading = Task.Run(
            async () =>
            {
                while (await busy.StandardOutput.ReadLineAsync(Token) is not null)
                {
                    Interlocked.Increment(ref lines);
                }
            },
            Token);
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref lines) > 0), Token);

        await using var storage = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = folder.ConnectionString, LockTimeout = TimeSpan.FromMinutes(1) });
        for (var i = 0; i < 50; i++)
        {
            var (nonce, session) = (Any.Nonce(), Any.Session());
            await storage.StoreNonceAsync(nonce, null, Token);
            Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(nonce, session, null, Token));
            Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        }

        busy.Kill();
        await reading;
    }
}
