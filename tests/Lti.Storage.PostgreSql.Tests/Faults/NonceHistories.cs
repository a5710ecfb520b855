using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Records histories of nonces that callers store, consume and claim. Each nonce gets about eight calls.</summary>
internal sealed class NonceHistories
{
    private const int CallsToANonce = 8;

    private readonly ConcurrentDictionary<int, NonceHistory> _histories = new();
    private int _turns;

    /// <summary>Makes one call. It is the turn of a caller.</summary>
    public Task CallAsync(Caller caller, ILtiStorage node, Random choices)
    {
        var history = _histories.GetOrAdd(Interlocked.Increment(ref _turns) / CallsToANonce, static _ => new NonceHistory());
        var call = choices.Next(8) switch
        {
            0 => NonceCall.Claim,
            < 4 => NonceCall.Store,
            _ => NonceCall.Consume,
        };
        return caller.TryAsync(() => history.CallAsync(node, call));
    }

    /// <summary>Makes one more call on each nonce over a path that does not fail.</summary>
    public async Task<IReadOnlyList<NonceHistory>> CloseAsync(ILtiStorage storage)
    {
        var histories = _histories.Values.ToList();
        await Parallel.ForEachAsync(histories, async (history, _) => await history.CallAsync(storage, NonceCall.Consume));
        return histories;
    }
}
