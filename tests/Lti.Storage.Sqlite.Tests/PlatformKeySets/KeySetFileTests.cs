using System.Diagnostics;
using Lti.Storage.Conformance;

namespace Lti.Storage.Sqlite.Tests.PlatformKeySets;

/// <summary>Tests platform key sets of several processes on one file.</summary>
public sealed class KeySetFileTests
{
    private int _fetches;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("P2", "P4")]
    public async Task Process_that_is_killed_during_its_fetch_costs_one_more_fetch()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        await using var storage = new SqliteLtiStorage(folder.ConnectionString);
        using var sets = Storage.PlatformKeySets.Create(storage, new PlatformKeySetOptions { LeaseFor = TimeSpan.FromSeconds(2) });
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Lti.Storage.FaultWorker.dll"), "keyset", "sqlite"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Token));
        await process.StandardInput.WriteLineAsync(folder.ConnectionString.AsMemory(), Token);
        await process.StandardInput.FlushAsync(Token);
        Assert.Equal("asked", await process.StandardOutput.ReadLineAsync(Token));
        process.Kill();
        await process.WaitForExitAsync(Token);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(
            caller => Task.Run(async () => await sets.GetAsync("https://lms.example.edu/jwks", $"junk{caller}", FetchAsync, Token), Token)));

        Assert.Equal(1, _fetches);
    }

    private async Task<PlatformKeySetAnswer> FetchAsync(string jwksUrl, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        await Task.Yield();
        return new PlatformKeySetAnswer("""{"keys":[{"kty":"RSA","kid":"first","n":"AQAB","e":"AQAB"}]}"""u8.ToArray());
    }
}
