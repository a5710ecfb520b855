namespace Lti.Storage.Benchmarks;

/// <summary>A call that is measured at several numbers of rows.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Calls">The number of calls per measurement on a server. Their mean counts.</param>
/// <param name="Budget">The allowed ratio between the times among the most and the fewest rows.</param>
/// <param name="CallAsync">The call. Its argument is the number of the call.</param>
internal sealed record Series(string Name, int Calls, Budget Budget, Func<ScaledStorage, int, Task> CallAsync)
{
    private const int InMemoryTimes = 25;

    /// <summary>Prepares a measurement. Its time does not count.</summary>
    public Func<ScaledStorage, int, CancellationToken, Task> PrepareAsync { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Gets the number of calls per measurement.</summary>
    /// <remarks>
    /// In memory there are more calls, because reading the clock takes as long as a call. A call that uses up its preparation runs once.
    /// </remarks>
    public int CallsOn(string storage) => ScaleOptions.IsOnDisk(storage) || Calls == 1 ? Calls : Calls * InMemoryTimes;
}
