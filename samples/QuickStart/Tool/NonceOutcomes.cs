using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>Keeps what became of nonces: the count of each outcome since the start, and the last few. What is not <c>Consumed</c> may be an attack.</summary>
internal sealed class NonceOutcomes(TimeProvider clock)
{
    private const int Kept = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<NonceOutcome, long> _counts = [];
    private readonly Queue<NonceUse> _last = new(Kept);

    /// <summary>The last uses, the newest first.</summary>
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
