using System.Diagnostics;
using System.Globalization;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.FaultWorker;

/// <summary>Calls that are cancelled at any moment: before they are sent, while they wait, while they run, and after they have ended.</summary>
internal static class CancelledCalls
{
    private const int PoolSize = 4;
    private const int Callers = 8;

    /// <summary>Tells how many threads there were before and are there afterwards, and then which calls their tokens ended: the nonces of these are unused.</summary>
    public static async Task RunAsync(int calls, bool coalesces, int seed)
    {
        var connectionString = await Told.NextAsync() ?? throw new InvalidOperationException("No database was told.");
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = connectionString, MaxPoolSize = PoolSize, CoalesceCalls = coalesces });

        // The same work without a cancellation, which takes all the threads that it wants.
        await EachAsync(calls, (number, _) => ConsumeAsync(storage, $"warm {Text(number)}", CancellationToken.None), seed);
        var before = await SettledThreadsAsync(int.MaxValue);

        var ended = new bool[calls];
        await EachAsync(calls, async (number, yields) => ended[number] = await CancelAsync(storage, Text(number), yields), seed);

        var after = await SettledThreadsAsync(before);
        Console.WriteLine($"{Text(before)} {Text(after)}");
        Console.WriteLine(string.Join(' ', ended.Index().Where(call => call.Item).Select(call => Text(call.Index))));
        await Told.NextAsync();

        // Whoever left a connection in use would be missed here.
        for (var connections = 0; connections < PoolSize; connections++)
        {
            _ = await storage.OpenConnectionAsync();
        }
    }

    private static Task EachAsync(int calls, Func<int, int, Task> callAsync, int seed)
    {
        var random = new Random(seed);
        var yields = Enumerable.Range(0, calls).Select(_ => random.Next(100)).ToList();
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < calls; number = Interlocked.Increment(ref next))
            {
                await callAsync(number, yields[number]);
            }
        })));
    }

    /// <summary>True where the token ended the call.</summary>
    private static async Task<bool> CancelAsync(PostgreSqlLtiStorage storage, string nonce, int yields)
    {
        using var cancel = new CancellationTokenSource();
        var consume = Task.Run(() => ConsumeAsync(storage, nonce, cancel.Token), CancellationToken.None);
        for (var i = 0; i < yields; i++)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();
        try
        {
            await consume;
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static async Task ConsumeAsync(PostgreSqlLtiStorage storage, string nonce, CancellationToken cancellationToken)
    {
        if (await storage.ConsumeNonceAsync(nonce, cancellationToken) != NonceOutcome.Consumed)
        {
            throw new InvalidOperationException($"Nonce {nonce} was not consumed.");
        }
    }

    /// <summary>How many threads there are once they are no more than so many, or once idle ones have had the time to end.</summary>
    private static async Task<int> SettledThreadsAsync(int atMost)
    {
        for (var looks = 0; ; looks++)
        {
            using var process = Process.GetCurrentProcess();
            if (process.Threads.Count <= atMost || looks == 300)
            {
                return process.Threads.Count;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
