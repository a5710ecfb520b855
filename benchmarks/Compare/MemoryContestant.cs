namespace Lti.Storage.Benchmarks;

/// <summary>A contender in memory.</summary>
/// <remarks>It starts empty for each number of callers, because its rows fill the memory of this process.</remarks>
internal sealed class MemoryContestant(string name) : Contestant(name)
{
    private StorageContender _contender = Contender.InMemory[name]();
    private StorageRows _rows = StorageRows.None;

    public override int MaxCalls(Operation operation) => operation.MaxCallsInMemory;

    public override async Task ResetAsync(Operation operation, CancellationToken cancellationToken)
    {
        await _contender.DisposeAsync();
        _contender = Contender.InMemory[Name]();
        _rows = await StorageRows.FillAsync(_contender.Storage, cancellationToken);
    }

    public override async Task<Taken> RunAsync(Operation operation, int callers, int calls, TimeSpan time, CancellationToken cancellationToken)
    {
        await operation.PrepareAsync(_rows, calls, cancellationToken);
        return await RunAsync(operation, _contender, callers, calls, time);
    }

    public override Task<double?> CountRoundTripsAsync(Operation operation, int callers, CancellationToken cancellationToken) => Task.FromResult<double?>(0);

    public override ValueTask DisposeAsync() => _contender.DisposeAsync();
}
