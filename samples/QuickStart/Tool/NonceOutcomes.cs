using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>Counts nonce outcomes and keeps the last few. Each outcome except <c>Consumed</c> may be an attack.</summary>
internal sealed class NonceOutcomes(TimeProvider clock)
{
    private const int Kept = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<NonceOutcome, long> _counts = [];
    private readonly Queue<NonceUse> _last = new(Kept);

    /// <summary>The last outcomes with the newest first.</summary>
    public IReadOnlyList<NonceUse> Last
    {
        get
        {
            lock (_lock)
            {
                return [.. _last.Reverse()];
            }
        }
    }

    public void Add(NonceOutcome outcome, string issuer)
    {
        lock (_lock)
        {
            _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
            if (_last.Count == Kept)
            {
                _last.Dequeue();
            }

            _last.Enqueue(new NonceUse(clock.GetUtcNow(), outcome, issuer));
        }
    }

    public long Count(NonceOutcome outcome)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault(outcome);
        }
    }
}
