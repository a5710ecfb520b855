using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Writing;

/// <summary>Tests the pause after a full group. A second writer gets the lock while the first one is never idle.</summary>
public sealed class GiveWayTests
{
    private const int Rounds = 3;
    private const int Calls = 20;
    private const int BusyCallers = 256;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Busy_writer_that_pauses_writes_less_before_another_writer_is_done()
    {
        var (pausing, steady) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            steady += await CountBusyWritesAsync(givesWay: false);
            pausing += await CountBusyWritesAsync(givesWay: true);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"The busy storage wrote {pausing} nonces with the pause and {steady} without.");
        Assert.InRange(pausing, 0, steady / 2);
    }

    /// <summary>Counts what the busy storage writes while another one makes its calls, one after another.</summary>
    private static async Task<int> CountBusyWritesAsync(bool givesWay)
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        await using var busy = Open(folder, givesWay);
        await using var other = Open(folder, givesWay);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writes = 0;
        var callers = Enumerable.Range(0, BusyCallers).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await busy.StoreNonceAsync(Any.Nonce(), null, Token);
                    Interlocked.Increment(ref writes);
                }
            },
            Token)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref writes) > BusyCallers), Token);

        var before = Volatile.Read(ref writes);
        for (var call = 0; call < Calls; call++)
        {
            await other.StoreNonceAsync(Any.Nonce(), null, Token);
        }

        var after = Volatile.Read(ref writes);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        return after - before;
    }

    private static SqliteLtiStorage Open(TemporaryFolder folder, bool givesWay) => new(new SqliteStorageOptions
    {
        ConnectionString = folder.ConnectionString,
        LockTimeout = TimeSpan.FromMinutes(10),
        GivesWay = givesWay,
    });
}
