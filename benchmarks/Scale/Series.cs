namespace Lti.Storage.Benchmarks;

/// <summary>A call whose time is taken at several numbers of rows.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Calls">How many calls on a server in one go, whose mean counts.</param>
/// <param name="Budget">How many times longer it may take among the most rows than among the fewest.</param>
/// <param name="CallAsync">The call, with the number of its turn.</param>
internal sealed record Series(string Name, int Calls, Budget Budget, Func<ScaledStorage, int, Task> CallAsync)
{
    private const int InMemoryTimes = 25;

    /// <summary>What has to be done before one go; not measured.</summary>
    public Func<ScaledStorage, int, CancellationToken, Task> PrepareAsync { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>How many calls in one go: in memory more, lest the clock's own time counts, where each takes next to none. What is called once uses up what was made ready for it.</summary>
    public int CallsOn(string storage) => storage == ScaleOptions.PostgreSql || Calls == 1 ? Calls : Calls * InMemoryTimes;
}
