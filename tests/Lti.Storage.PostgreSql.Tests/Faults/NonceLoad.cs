using System.Collections.Concurrent;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Callers that store, consume and claim without pause, about eight calls to a nonce. What each was told is kept.</summary>
internal sealed class NonceLoad
{
    private const int CallsToANonce = 8;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentDictionary<int, NonceHistory> _histories = new();
    private readonly IReadOnlyList<ILtiStorage> _nodes;
    private Task? _running;
    private int _turns;
    private long _calls;
    private long _failures;

    private NonceLoad(IReadOnlyList<ILtiStorage> nodes) => _nodes = nodes;

    public static NonceLoad Start(IReadOnlyList<ILtiStorage> nodes, int callers, Random random)
    {
        var load = new NonceLoad(nodes);
        load._running = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => new Random(random.Next())).ToList()
            .Select((choices, caller) => Task.Run(() => load.CallAsync(nodes[caller % nodes.Count], choices))));
        return load;
    }

    /// <summary>Waits until so many more calls have had an answer.</summary>
    public Task SomeMoreAsync(int calls) => ReachAsync(() => Interlocked.Read(ref _calls), calls);

    /// <summary>Waits until so many more calls have failed.</summary>
    public Task SomeMoreFailuresAsync(int failures) => ReachAsync(() => Interlocked.Read(ref _failures), failures);

    /// <summary>Lets the calls under way end.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running!;
        _stop.Dispose();
    }

    /// <summary>One more call on each nonce, over a path that does not fail.</summary>
    public async Task<IReadOnlyList<NonceHistory>> CloseAsync(ILtiStorage storage)
    {
        var histories = _histories.Values.ToList();
        await Parallel.ForEachAsync(histories, async (history, _) => await history.CallAsync(storage, NonceCall.Consume));
        return histories;
    }

    private static Task ReachAsync(Func<long> count, int more)
    {
        var goal = count() + more;
        return Eventually.TrueAsync(() => Task.FromResult(count() >= goal), TestContext.Current.CancellationToken);
    }

    private async Task CallAsync(ILtiStorage node, Random choices)
    {
        while (!_stop.IsCancellationRequested)
        {
            var history = _histories.GetOrAdd(Interlocked.Increment(ref _turns) / CallsToANonce, static _ => new NonceHistory());
            var call = choices.Next(8) switch
            {
                0 => NonceCall.Claim,
                < 4 => NonceCall.Store,
                _ => NonceCall.Consume,
            };
            Interlocked.Increment(ref await history.CallAsync(node, call) ? ref _calls : ref _failures);
        }
    }
}
