namespace Lti.Storage.Benchmarks;

/// <summary>Measures contenders in rounds with a shuffled order.</summary>
/// <remarks>Other load on the machine then affects all contenders alike.</remarks>
internal sealed class Comparison(CompareOptions options, IReadOnlyList<Contestant> contestants)
{
    private const int WarmUpCalls = 200;

    // A slice ends early when its keys run out. Spare keys prevent that.
    private const double SpareKeys = 1.5;

    // The fixed seed gives the same order in every run.
    private readonly Random _random = new(20260101);

    public async Task<IReadOnlyList<ComparedResult>> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        var results = new List<ComparedResult>();
        foreach (var callers in options.Callers)
        {
            results.AddRange(await RunAsync(operation, callers, cancellationToken));
        }

        return results;
    }

    private async Task<IEnumerable<ComparedResult>> RunAsync(Operation operation, int callers, CancellationToken cancellationToken)
    {
        ComparedCell[] cells = [.. contestants.Where(contestant => contestant.CanDo(operation)).Select(contestant => new ComparedCell(contestant))];
        foreach (var cell in cells)
        {
            await cell.Contestant.ResetAsync(operation, cancellationToken);
            cell.RoundTrips = await cell.Contestant.CountRoundTripsAsync(operation, callers, cancellationToken);
            cell.WarmedUp(await cell.Contestant.RunAsync(operation, callers, Math.Max(WarmUpCalls, callers), options.Slice, cancellationToken));
        }

        // Round -1 compiles the code and is not counted. The short first slice before it found the number of calls.
        for (var round = -1; round < options.Rounds; round++)
        {
            var order = cells.ToArray();
            _random.Shuffle(order);
            foreach (var cell in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var taken = await cell.Contestant.RunAsync(operation, callers, CallsOf(cell, operation, callers), options.Slice, cancellationToken);
                if (round < 0)
                {
                    cell.WarmedUp(taken);
                }
                else
                {
                    cell.Add(taken);
                }
            }
        }

        return cells.Select(cell => cell.ToResult(
            operation, callers, Array.Find(cells, floor => floor.Contestant.Name == Contender.FloorOf(cell.Contestant.Name))));
    }

    private int CallsOf(ComparedCell cell, Operation operation, int callers)
        => (int)Math.Clamp((cell.LatestRate * options.Slice.TotalSeconds * SpareKeys) + callers, callers, Math.Max(callers, cell.Contestant.MaxCalls(operation)));
}
