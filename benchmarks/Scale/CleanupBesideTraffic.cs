using System.Globalization;
using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>Measures the latency of ten callers that consume nonces with and without a large cleanup.</summary>
internal sealed class CleanupBesideTraffic(BenchmarkDatabase database, int expired, int rounds)
{
    /// <summary>The fewest expired rows. The cleanup of fewer would end before anything is measured.</summary>
    public const int LeastExpired = 100_000;

    public const int Callers = 10;

    private const int Live = 200_000;

    // A cleanup removes more rows than this in a window. The bound keeps the number of rounds low.
    private const int RemovedAtLeast = 10_000;
    private const int ManyRounds = 100;

    // A window ends with the cleanup. A window with fewer calls has no 99th percentile.
    private const int LeastCalls = 100;

    private static readonly TimeSpan _window = TimeSpan.FromSeconds(1.5);

    private int _stored;
    private int _next;
    private int _mostCalls;

    /// <summary>Gets the requested number of rounds or more when the cleanup needs more.</summary>
    public static int MostRounds(int expired, int rounds) => Math.Max(rounds, Math.Min(expired / RemovedAtLeast, ManyRounds));

    /// <summary>Estimates the duration.</summary>
    public static TimeSpan Expected(int expired, int rounds) => MostRounds(expired, rounds) * 2 * _window;

    public async Task<BesideCleanup> RunAsync(CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        await using var traffic = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString });
        await using var cleaner = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString });
        await ConsumeAsync(traffic, beside: null, cancellationToken);

        var (without, beside, removed) = (new List<double>(), new List<double>(), 0L);
        for (var round = 0; round < MostRounds(expired, rounds) && removed < expired; round++)
        {
            await KeepLiveAsync(cancellationToken);
            var quiet = await ConsumeAsync(traffic, beside: null, cancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var cleaning = Task.Run(() => CleanAsync(cleaner, stop.Token), CancellationToken.None);
            IReadOnlyList<double> busy;
            try
            {
                busy = await ConsumeAsync(traffic, cleaning, cancellationToken);
            }
            finally
            {
                await stop.CancelAsync();
                removed += await cleaning;
            }

            if (quiet.Count >= LeastCalls && busy.Count >= LeastCalls)
            {
                without.Add(Quantile.Of(quiet, 0.99));
                beside.Add(Quantile.Of(busy, 0.99));
            }
        }

        return new BesideCleanup(without, beside, removed, expired);
    }

    private static async Task<long> CleanAsync(PostgreSqlLtiStorage storage, CancellationToken cancellationToken)
    {
        try
        {
            return (await storage.CleanupAsync(cancellationToken)).Nonces;
        }
        catch (OperationCanceledException)
        {
            // The window ended before the first batch.
            return 0;
        }
    }

    private static string Nonce(int number) => $"live-{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Consumes nonces until the window or the cleanup ends. Returns the latencies in microseconds.</summary>
    /// <remarks>The callers share a counter. Each nonce is used once.</remarks>
    private async Task<IReadOnlyList<double>> ConsumeAsync(PostgreSqlLtiStorage storage, Task? beside, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(
            async () =>
            {
                var own = new List<double>();
                while (TimeProvider.System.GetElapsedTime(start) < _window && beside is not { IsCompleted: true } && Interlocked.Increment(ref _next) is var number && number <= _stored)
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
        double[] all = [.. times.SelectMany(own => own)];
        _mostCalls = Math.Max(_mostCalls, all.Length);
        return all;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await database.MigrateAsync(cancellationToken);
        await StoreAsync(Live, cancellationToken);
        await database.ExecuteAsync(
            $"INSERT INTO nonces SELECT md5(i::text) || md5(i::text), now() - interval '1 day' + i * interval '1 millisecond' FROM generate_series(1, {expired}) AS i",
            cancellationToken);
        await database.ExecuteAsync("VACUUM ANALYZE nonces", cancellationToken);
    }

    // A round has two windows. Each may use more nonces than any window before it.
    private async Task KeepLiveAsync(CancellationToken cancellationToken)
    {
        if (_stored - _next < 4 * _mostCalls)
        {
            await StoreAsync(Math.Max(Live, 4 * _mostCalls), cancellationToken);
        }
    }

    private async Task StoreAsync(int count, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            "INSERT INTO nonces SELECT 'live-' || i, now() + interval '1 day' FROM generate_series($1 + 1, $1 + $2) AS i",
            cancellationToken,
            new NpgsqlParameter<int> { TypedValue = _stored },
            new NpgsqlParameter<int> { TypedValue = count });
        _stored += count;
    }
}
