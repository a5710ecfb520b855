// For people who look. A real tool has the metrics of the storage.
using Lti.Storage;

namespace QuickStart.Administration;

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

/// <summary>The outcome of one launch's nonce. It does not hold the nonce, which is a secret.</summary>
internal sealed record NonceUse(DateTimeOffset At, NonceOutcome Outcome, string Issuer);
