namespace Lti.Storage.Benchmarks;

/// <summary>Measures the series at each number of rows in turn.</summary>
internal sealed class Scaling(int rounds)
{
    private const int WarmUpRounds = 2;

    private readonly Random _random = new(20260101);

    public async Task<IReadOnlyList<Growth>> RunAsync(string storage, IReadOnlyList<ScaledStorage> sizes, CancellationToken cancellationToken)
    {
        var growths = new List<Growth>();
        foreach (var series in AllSeries.All)
        {
            growths.Add(await RunAsync(series, storage, sizes, cancellationToken));
        }

        return growths;
    }

    private async Task<Growth> RunAsync(Series series, string storage, IReadOnlyList<ScaledStorage> sizes, CancellationToken cancellationToken)
    {
        var calls = series.CallsOn(storage);
        var times = sizes.Select(_ => new List<double>()).ToList();
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var order = Enumerable.Range(0, sizes.Count).ToArray();
            _random.Shuffle(order);
            foreach (var i in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await series.PrepareAsync(sizes[i], calls, cancellationToken);
                var start = TimeProvider.System.GetTimestamp();
                for (var call = 0; call < calls; call++)
                {
                    await CallAsync(series, storage, sizes[i], call);
                }

                if (round >= 0)
                {
                    times[i].Add(TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / calls);
                }
            }
        }

        return new Growth(series, storage, [.. sizes.Select(size => size.Rows.Count)], times);
    }

    private static async Task CallAsync(Series series, string storage, ScaledStorage size, int call)
    {
        try
        {
            await series.CallAsync(size, call);
        }
        catch (WrongAnswerException)
        {
            throw new WrongAnswerException($"{storage} among {size.Rows.Count} rows: {series.Name}");
        }
    }
}
