using System.Collections.Concurrent;
using System.Globalization;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.FaultWorker;

/// <summary>Many tasks, each of which consumes all of the same nonces, in the same order.</summary>
internal static class NonceRace
{
    /// <summary>Tells the numbers of those that were consumed here, and ends with an exception at any outcome but that or "already used".</summary>
    public static async Task RunAsync(int tasks, int nonces, bool batches)
    {
        var connectionString = await Told.NextAsync() ?? throw new InvalidOperationException("No database was told.");
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString, BatchCalls = batches });

        // All connections are there when the race begins.
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => storage.ConsumeNonceAsync("unknown").AsTask()));
        await Told.NextAsync();

        var consumed = new ConcurrentQueue<int>();
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(async () =>
        {
            for (var number = 0; number < nonces; number++)
            {
                switch (await storage.ConsumeNonceAsync(string.Create(CultureInfo.InvariantCulture, $"{number}")))
                {
                    case NonceOutcome.Consumed:
                        consumed.Enqueue(number);
                        break;
                    case NonceOutcome.AlreadyUsed:
                        break;
                    case var other:
                        throw new InvalidOperationException($"Nonce {number} was {other}.");
                }
            }
        })));
        Console.WriteLine(string.Join(' ', consumed));
    }
}
