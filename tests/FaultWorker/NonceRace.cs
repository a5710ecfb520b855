using System.Collections.Concurrent;
using System.Globalization;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.FaultWorker;

/// <summary>Runs many tasks that all consume the same nonces in the same order.</summary>
internal static class NonceRace
{
    /// <summary>Prints the numbers of the nonces that this process consumed.</summary>
    /// <exception cref="InvalidOperationException">An outcome is neither "consumed" nor "already used".</exception>
    public static async Task RunAsync(int tasks, int nonces, bool batches)
    {
        var connectionString = await StandardInput.NextLineAsync() ?? throw new InvalidOperationException("Standard input has no connection string.");
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString, BatchCalls = batches });

        // Open all connections before the race begins.
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => storage.ConsumeNonceAsync("unknown").AsTask()));
        await StandardInput.NextLineAsync();

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
