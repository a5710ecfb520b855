namespace Lti.Storage.Hosting.Internal.Cleanup;

/// <summary>Computes the wait before each run.</summary>
internal sealed class CleanupSchedule(CleanupOptions options)
{
    private static readonly TimeSpan _firstBackOff = TimeSpan.FromSeconds(30);
    private int _failures;

    /// <summary>The number of runs in a row that have failed.</summary>
    public int Failures => _failures;

    /// <summary>A random time, so that nodes that start together do not clean up together.</summary>
    public TimeSpan First => (options.FirstRunWithin ?? options.Interval) * Random.Shared.NextDouble();

    public TimeSpan AfterSuccess()
    {
        _failures = 0;
        return options.Interval;
    }

    /// <summary>Doubles the wait after each failure in a row up to the interval.</summary>
    /// <remarks>An outage is often over before the next run is due.</remarks>
    public TimeSpan AfterFailure()
    {
        var pause = _firstBackOff * Math.Pow(2, Math.Min(_failures, 20));
        _failures++;
        return pause < options.Interval ? pause : options.Interval;
    }
}
