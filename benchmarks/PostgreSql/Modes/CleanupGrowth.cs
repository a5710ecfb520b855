using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>How long ten callers wait for consuming a nonce, with and without a cleanup of very many expired nonces beside them.</summary>
internal static class CleanupGrowth
{
    private const int AtOnce = 10;
    private const int Live = 300_000;

    private static readonly TimeSpan _baseline = TimeSpan.FromSeconds(10);

    /// <summary>Measures it once.</summary>
    /// <param name="database">Where; it is emptied before.</param>
    /// <param name="expired">How many nonces have expired.</param>
    /// <param name="besideOldTransaction">Whether a transaction is open that began before the cleanup, such as a dump's: what is removed stays on the disk until it ends.</param>
    public static async Task RunAsync(BenchmarkDatabase database, int expired, bool besideOldTransaction)
    {
        await database.ResetAsync();
        await database.ExecuteAsync($"INSERT INTO nonces SELECT 'live-' || i, now() + interval '1 day' FROM generate_series(1, {Live}) AS i");
        await database.ExecuteAsync(
            $"INSERT INTO nonces SELECT md5(i::text) || md5(i::text), now() - interval '1 day' + i * interval '1 millisecond' FROM generate_series(1, {expired}) AS i");
        await database.ExecuteAsync("VACUUM ANALYZE nonces");
        await database.ExecuteAsync("CHECKPOINT");

        await using var contender = new ProviderContender(database.ConnectionString);
        await using var cleaner = new PostgreSqlLtiStorage(database.ConnectionString);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var old = besideOldTransaction ? await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead) : null;
        await using var look = new NpgsqlCommand("SELECT FROM nonces LIMIT 1", connection, old);
        await look.ExecuteNonQueryAsync();
        var next = new StrongBox<int>();
        await ConsumeAsync(contender, next, Task.CompletedTask);
        var before = await ConsumeAsync(contender, next, Task.Delay(_baseline, TimeProvider.System));
        var start = TimeProvider.System.GetTimestamp();
        var cleanup = Task.Run(async () => await cleaner.CleanupAsync());
        var during = await ConsumeAsync(contender, next, cleanup);
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        var after = await ConsumeAsync(contender, next, Task.Delay(_baseline, TimeProvider.System));

        Console.WriteLine();
        var removed = (await cleanup).Nonces;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Cleanup removed {removed:N0} nonces in {elapsed.TotalSeconds:N1} s{(besideOldTransaction ? ", beside a transaction that was open before" : "")}."));
        Console.WriteLine();
        Console.WriteLine("| Consume nonce, 10 callers | Calls | Median | 99th percentile | Ratio |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        List<double> without = [.. before, .. after];
        var floor = Measured.Quantile(without, 0.99);
        Print("without cleanup", without, floor);
        Print("while cleanup runs", during, floor);
    }

    // The counter is shared by the callers: each nonce is used once.
    private static async Task<List<double>> ConsumeAsync(ProviderContender contender, StrongBox<int> next, Task until)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            do
            {
                var i = Interlocked.Increment(ref next.Value);
                if (i > Live)
                {
                    break;
                }

                var start = TimeProvider.System.GetTimestamp();
                await contender.ConsumeNonceAsync($"live-{i}");
                own.Add(TimeProvider.System.GetElapsedTime(start).TotalMicroseconds);
            }
            while (!until.IsCompleted);

            return own;
        })));
        await until;
        return [.. times.SelectMany(own => own)];
    }

    private static void Print(string name, List<double> times, double floor)
    {
        var high = Measured.Quantile(times, 0.99);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {times.Count:N0} | {Measured.Quantile(times, 0.5) / 1000:N2} ms | {high / 1000:N2} ms | {high / floor:N2} |"));
    }
}
