namespace Lti.Storage.Benchmarks;

/// <summary>A measured storage call with its preparation and its expected answer.</summary>
/// <param name="name">The name in tables and options.</param>
internal abstract class Operation(string name)
{
    // Calls that share keys need memory for their latencies only.
    private protected const int KeysUsedAgain = 5_000_000;

    private protected static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string Name { get; } = name;

    /// <summary>The pgbench script of the operation. Null when pgbench can't run it.</summary>
    public virtual PgbenchScript? Script => null;

    /// <summary>The maximum number of calls per preparation. Sessions take time and memory to make.</summary>
    public virtual int MaxCalls => 50_000;

    /// <summary>The maximum number of calls when their rows stay in the memory of this process.</summary>
    public virtual int MaxCallsInMemory => MaxCalls;

    /// <summary>Makes keys for the calls and stores the rows that they read.</summary>
    public abstract Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken);

    /// <summary>Makes one call after another until the caller has no further call.</summary>
    /// <exception cref="WrongAnswerException">An answer is wrong. Its time would mean nothing.</exception>
    public abstract Task CallAsync(IContender contender, Caller caller);

    public sealed override string ToString() => Name;
}
