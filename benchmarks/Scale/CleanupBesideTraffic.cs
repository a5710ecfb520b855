using System.Globalization;
using System.Runtime.CompilerServices;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Benchmarks;

/// <summary>How long ten callers wait for consuming a nonce while a cleanup of very many runs, and while it does not, in turns.</summary>
internal sealed class CleanupBesideTraffic(BenchmarkDatabase database, int expired, int rounds)
{
    /// <summary>Fewer would be gone before anything is measured.</summary>
    public const int LeastExpired = 100_000;

    private const int AtOnce = 10;
    private const int Live = 200_000;
    private const double Budget = 2;

    private static readonly TimeSpan _window = TimeSpan.FromSeconds(1.5);

    /// <summary>Measures it, and says whether it is within its budget.</summary>
    public async Task<bool> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        await using var traffic = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString });
        await using var cleaner = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString });
        var next = new StrongBox<int>();
        await ConsumeAsync(traffic, next, _window, cancellationToken);

        var (without, beside, removed) = (new List<double>(), new List<double>(), 0L);
        for (var round = 0; round < rounds && removed < expired && next.Value < Live; round++)
        {
            without.Add(await ConsumeAsync(traffic, next, _window, cancellationToken));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var cleaning = Task.Run(async () => await cleaner.CleanupAsync(stop.Token), CancellationToken.None);
            beside.Add(await ConsumeAsync(traffic, next, _window, cancellationToken));
            await stop.CancelAsync();
            removed += (await cleaning).Nonces;
        }

        var ratio = Interval.OfRatios(beside, without);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ### Cleanup beside {AtOnce} callers that consume nonces

            | Rounds | Removed | 99th percentile without | beside it | Ratio (95 %) | Budget | |
            |---:|---:|---:|---:|---:|---:|---|
            | {beside.Count} | {removed:N0} | {Units.Time(Quantile.Median(without))} | {Units.Time(Quantile.Median(beside))} | {ratio.Value:N2} ({ratio.Low:N2}–{ratio.High:N2}) | {Budget} | {(ratio.Low > Budget ? "**over it**" : ratio.Value > Budget ? "over it, within noise" : "within")} |

            """));
        return ratio.Low <= Budget;
    }

    private static string Nonce(int number) => $"live-{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The 99th percentile of a window, in microseconds. The counter is shared by the callers: each nonce is used once.</summary>
    private static async Task<double> ConsumeAsync(PostgreSqlLtiStorage storage, StrongBox<int> next, TimeSpan window, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(
            async () =>
            {
                var own = new List<double>();
                while (TimeProvider.System.GetElapsedTime(start) < window && Interlocked.Increment(ref next.Value) is <= Live and var number)
                {
                    var began = TimeProvider.System.GetTimestamp();
                    if (await storage.ConsumeNonceAsync(Nonce(number), cancellationToken) != NonceOutcome.Consumed)
                    {
                        throw new WrongAnswerException("consume-nonce");
                    }

                    own.Add(TimeProvider.System.GetElapsedTime(began).TotalMicroseconds);
                }

                return own;
            },
            cancellationToken)));
        return Quantile.Of(times.SelectMany(own => own), 0.99);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await database.MigrateAsync(cancellationToken);
        await database.ExecuteAsync($"INSERT INTO nonces SELECT 'live-' || i, now() + interval '1 day' FROM generate_series(1, {Live}) AS i", cancellationToken);
        await database.ExecuteAsync(
            $"INSERT INTO nonces SELECT md5(i::text) || md5(i::text), now() - interval '1 day' + i * interval '1 millisecond' FROM generate_series(1, {expired}) AS i",
            cancellationToken);
        await database.ExecuteAsync("VACUUM ANALYZE nonces", cancellationToken);
    }
}
