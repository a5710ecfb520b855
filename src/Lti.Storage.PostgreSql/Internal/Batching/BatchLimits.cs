using Lti.Storage.Internal;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>How far calls share statements.</summary>
/// <param name="Statements">
/// How many statements of a kind are in flight at most. While there are fewer, a call is sent at once. Two by measurement, with 1 to 200 callers on two
/// cores: with one, 200 callers launch four fifths as often, and a statement that waits for a lock holds up all calls of its kind. Three and four bring
/// nothing, and take more of the pool.
/// </param>
/// <param name="Calls">How many calls share a statement at most.</param>
internal sealed record BatchLimits(int Statements = 2, int Calls = 64)
{
    // A timer of the system's waits at most 49 days.
    private const int LongestPatience = 24 * 60 * 60;

    /// <summary>Each call is a statement of its own, whatever is in flight.</summary>
    public static BatchLimits Off { get; } = new(Statements: int.MaxValue, Calls: 1);

    /// <summary>What a storage starts from.</summary>
    public static BatchLimits Default { get; } = new() { ReadyWork = ThreadPoolWork.Instance };

    /// <summary>
    /// What a call that could be sent at once lets go first: calls that it makes come along. Not where it is more than <see cref="Waiting"/>: those could not
    /// all come along, and would be waited for too long. Null where a call is sent at once whatever waits for a thread, so that a test knows which calls
    /// share a statement.
    /// </summary>
    public IReadyWork? ReadyWork { get; init; }

    /// <summary>How many bytes of documents a shared statement carries at most; a larger document goes alone.</summary>
    public int Bytes { get; init; } = 1024 * 1024;

    /// <summary>How long a call waits behind those that the statements that come next will take.</summary>
    public TimeSpan Patience { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>What that is measured by: the system's clock, but in a test.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many calls the statements that come next will take.</summary>
    public int Waiting => Statements * Calls;

    /// <summary>How many bytes of documents they will take.</summary>
    public long WaitingBytes => (long)Statements * Bytes;

    /// <summary>What holds with these options, a pool of that size, and a command time-out of so many seconds, where 0 is none.</summary>
    public static BatchLimits Create(PostgreSqlStorageOptions options, int poolSize, int commandTimeout)
    {
        // A function serves one request at a time.
        var serverless = options.IsServerless ?? Serverless.IsDetected(Environment.GetEnvironmentVariable);
        if (!options.BatchCalls || serverless)
        {
            return Off;
        }

        return options.Batching with
        {
            Statements = Math.Min(options.Batching.Statements, poolSize),
            Patience = commandTimeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(Math.Min(commandTimeout, LongestPatience)),
        };
    }
}
