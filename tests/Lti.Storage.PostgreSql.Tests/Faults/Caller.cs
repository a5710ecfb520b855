namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Makes calls without pause and counts how they ended. Thread-safe: it may make concurrent calls.</summary>
/// <param name="number">The caller's number, from 0.</param>
internal sealed class Caller(int number)
{
    private readonly Lock _lock = new();
    private long _answers;
    private long _failures;
    private TimeSpan _longest;

    public int Number => number;

    /// <summary>Gets how many calls succeeded.</summary>
    public long Answers => Read(ref _answers);

    public long Failures => Read(ref _failures);

    /// <summary>Gets the duration of the longest call, successful or not.</summary>
    public TimeSpan Longest => Read(ref _longest);

    /// <summary>Makes a call. Any exception except the documented one fails the test.</summary>
    /// <returns>The outcome of a failed call, or null when it succeeded.</returns>
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
