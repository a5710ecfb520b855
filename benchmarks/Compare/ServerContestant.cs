namespace Lti.Storage.Benchmarks;

/// <summary>A contender on its own database.</summary>
internal sealed class ServerContestant(string name, ServerDatabase database, int connections) : Contestant(name)
{
    private const int MostRepeats = 4;

    private readonly IContender _contender = Contender.OnServer[name](database.Rows.ConnectionString, connections);

    public override Task ResetAsync(Operation operation, CancellationToken cancellationToken) => database.ResetAsync(operation, cancellationToken);

    public override async Task<Taken> RunAsync(Operation operation, int callers, int calls, TimeSpan time, CancellationToken cancellationToken)
    {
        await operation.PrepareAsync(database.Rows, calls, cancellationToken);
        return await RunAsync(operation, _contender, callers, calls, time);
    }

    public override async Task<double?> CountRoundTripsAsync(Operation operation, int callers, CancellationToken cancellationToken)
    {
        await using var wire = WireCount.On(database.Rows.ConnectionString);
        if (wire is null)
        {
            return null;
        }

        // The first calls open the pool, prepare the statements and fill the cache. The count is valid when two runs agree.
        await using var contender = Contender.OnServer[Name](wire.ConnectionString, connections);
        var (count, before) = (await CountAsync(), double.NaN);
        for (var repeats = 0; count != before && repeats < MostRepeats; repeats++)
        {
            (count, before) = (await CountAsync(), count);
        }

        return count;

        async Task<double> CountAsync()
        {
            var (calls, start) = (Math.Max(callers, WireCount.Calls), wire.RoundTrips);
            await operation.PrepareAsync(database.Rows, calls, cancellationToken);
            await RunAsync(operation, contender, callers, calls, Timeout.InfiniteTimeSpan);
            return (wire.RoundTrips - start) / (double)calls;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _contender.DisposeAsync();
        }
        finally
        {
            await database.DisposeAsync();
        }
    }
}
