namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>One of those that call without pause, and how its calls ended. Thread-safe: it may make several at once.</summary>
/// <param name="number">Which it is, from 0 on.</param>
internal sealed class Caller(int number)
{
    private readonly Lock _lock = new();
    private long _answers;
    private long _failures;
    private TimeSpan _longest;

    public int Number => number;

    /// <summary>How many calls ended well.</summary>
    public long Answers => Read(ref _answers);

    public long Failures => Read(ref _failures);

    /// <summary>What its longest call took, whichever way it ended.</summary>
    public TimeSpan Longest => Read(ref _longest);

    /// <summary>Makes a call. Any exception but the documented one ends the test.</summary>
    /// <returns>What is known of a call that failed; null where it ended well.</returns>
    public async Task<LtiWorkOutcome?> TryAsync(Func<Task> call)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            await call();
            Count(ref _answers, began);
            return null;
        }
        catch (LtiStorageUnavailableException e)
        {
            Count(ref _failures, began);
            return e.Outcome;
        }
    }

    private void Count(ref long calls, long began)
    {
        var took = TimeProvider.System.GetElapsedTime(began);
        lock (_lock)
        {
            calls++;
            _longest = took > _longest ? took : _longest;
        }
    }

    private T Read<T>(ref T figure)
    {
        lock (_lock)
        {
            return figure;
        }
    }
}
