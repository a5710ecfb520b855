using System.Diagnostics;
using System.Globalization;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.FaultWorker;

/// <summary>Runs calls that are cancelled at a random moment: before sending, in the queue, in flight or after the answer.</summary>
/// <remarks>
/// Two concurrent calls consume each nonce. A find and a listing run beside them, because each takes its connection on another path.
/// </remarks>
internal static class CancelledCalls
{
    private const int PoolSize = 4;
    private const int Callers = 8;

    /// <summary>
    /// Prints the thread counts before and after, then the nonces whose calls were both cancelled and which must be unused.
    /// </summary>
    public static async Task RunAsync(int calls, bool batches, int seed)
    {
        var connectionString = await StandardInput.NextLineAsync() ?? throw new InvalidOperationException("Standard input has no connection string.");
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = connectionString, MaxPoolSize = PoolSize, BatchCalls = batches });

        // First run the same work without cancellation, so that the thread count includes every thread that the work needs.
        await EachAsync(calls, (number, _) => CallAsync(storage, $"warm {Text(number)}", CancellationToken.None), seed);
        var before = await SettledThreadsAsync();

        var ended = new bool[calls];
        await EachAsync(calls, async (number, yields) => ended[number] = await CancelAsync(storage, Text(number), yields), seed);

        var after = await SettledThreadsAsync();
        Console.WriteLine($"{Text(before)} {Text(after)}");
        Console.WriteLine(string.Join(' ', ended.Index().Where(call => call.Item).Select(call => Text(call.Index))));
        await StandardInput.NextLineAsync();

        // A connection that a cancelled call left in use would be missing here.
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

    /// <summary>Returns true when both calls on the nonce were cancelled.</summary>
    private static async Task<bool> CancelAsync(PostgreSqlLtiStorage storage, string nonce, int yields)
    {
        using var cancel = new CancellationTokenSource();
        var call = Task.Run(() => CallAsync(storage, nonce, cancel.Token), CancellationToken.None);
        for (var i = 0; i < yields; i++)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();
        return await call;
    }

    private static async Task<bool> CallAsync(PostgreSqlLtiStorage storage, string nonce, CancellationToken cancellationToken)
    {
        var consumes = Task.WhenAll(ConsumeAsync(storage, nonce, cancellationToken), ConsumeAsync(storage, nonce, cancellationToken));
        await Task.WhenAll(consumes, FindAsync(storage, cancellationToken), ListAsync(storage, cancellationToken));
        return (await consumes).Order().ToArray() switch
        {
            [null, null] => true,
            [null, NonceOutcome.Consumed] or [NonceOutcome.Consumed, NonceOutcome.AlreadyUsed] => false,
            var other => throw new InvalidOperationException($"Nonce {nonce} was {string.Join(" and ", other)}."),
        };
    }

    /// <summary>Returns null when the token cancelled the call.</summary>
    private static async Task<NonceOutcome?> ConsumeAsync(PostgreSqlLtiStorage storage, string nonce, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.ConsumeNonceAsync(nonce, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task FindAsync(PostgreSqlLtiStorage storage, CancellationToken cancellationToken)
    {
        try
        {
            await storage.FindSessionAsync(Guid.Empty, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Expected: the token cancels the call.
        }
    }

    private static async Task ListAsync(PostgreSqlLtiStorage storage, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var client in storage.ListClientsAsync(cancellationToken: cancellationToken))
            {
                throw new InvalidOperationException($"Client {client.Id} does not belong to this run.");
            }
        }
        catch (OperationCanceledException)
        {
            // Expected: the token cancels the call.
        }
    }

    /// <summary>Returns the thread count once it is stable for four idle-thread lifetimes, or after 30 seconds.</summary>
    private static async Task<int> SettledThreadsAsync()
    {
        var (threads, same) = (0, 0);
        for (var looks = 0; looks < 300 && same < 20; looks++)
        {
            using var process = Process.GetCurrentProcess();
            (threads, same) = (process.Threads.Count, process.Threads.Count == threads ? same + 1 : 0);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return threads;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
