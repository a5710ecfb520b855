namespace Lti.Storage.Benchmarks;

/// <summary>Something that tools ask of a storage all the time: what its calls need, the call itself, and which answer is right.</summary>
/// <param name="name">What tables and options call it.</param>
internal abstract class Operation(string name)
{
    /// <summary>Where calls share their keys, only the times of the calls take memory.</summary>
    private protected const int KeysUsedAgain = 5_000_000;

    private protected static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string Name { get; } = name;

    /// <summary>The same for pgbench, or null where that can't say it.</summary>
    public virtual PgbenchScript? Script => null;

    /// <summary>The most calls that keys are made for at once: sessions take their time to make, and memory.</summary>
    public virtual int MaxCalls => 50_000;

    /// <summary>The most where what they store stays in this process's memory.</summary>
    public virtual int MaxCallsInMemory => MaxCalls;

    /// <summary>Makes keys for so many calls, and stores what they are to find.</summary>
    public abstract Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken);

    /// <summary>Calls, one after the other, for as long as the caller has a next one.</summary>
    /// <exception cref="WrongAnswerException">An answer is not right: a time would not count.</exception>
    public abstract Task CallAsync(IContender contender, Caller caller);

    public sealed override string ToString() => Name;
}
