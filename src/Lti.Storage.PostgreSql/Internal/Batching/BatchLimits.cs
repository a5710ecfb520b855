using Lti.Storage.Internal;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>The limits of batches.</summary>
/// <param name="Statements">
/// The most statements of a kind in flight. While there are fewer, a call is sent without a wait. Two is the best measured value for 1 to
/// 200 callers on two cores. With one, 200 callers make four fifths as many launches, and a statement that waits for a lock delays all
/// calls of its kind. Three and four gain nothing.
/// </param>
/// <param name="Calls">The most calls of a batch.</param>
internal sealed record BatchLimits(int Statements = 2, int Calls = 64)
{
    // A timer waits at most 49 days.
    private const int LongestPatience = 24 * 60 * 60;

    /// <summary>No call waits for a batch.</summary>
    public static BatchLimits Off { get; } = new(Statements: int.MaxValue, Calls: 1);

    /// <summary>The most bytes of documents of a batch. A larger document is sent alone.</summary>
    public int Bytes { get; init; } = 1024 * 1024;

    /// <summary>How long a call waits in the queue if the next statements are full without it.</summary>
    public TimeSpan Patience { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The clock of that wait.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Decides which calls are held. Null for the storage's own.</summary>
    public AnsweredCallers? Callers { get; init; }

    /// <summary>How many calls the next statements take.</summary>
    public int Waiting => Statements * Calls;

    /// <summary>How many bytes of documents they take.</summary>
    public long WaitingBytes => (long)Statements * Bytes;

    /// <summary>Creates the limits for these options, a pool size and a command timeout in seconds, where 0 means none.</summary>
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
