using Lti.Storage.Internal;

namespace Lti.Storage.PostgreSql.Internal.Coalescing;

/// <summary>How far calls share statements.</summary>
/// <param name="Statements">
/// How many statements of a kind are in flight at most. While there are fewer, a call is a statement of its own at once. Two by measurement, with 1 to
/// 200 callers on two cores: with one, statements are fuller and 32 callers launch 1.15 times as often, but 200 find two thirds as many launch
/// configurations, and a statement that waits for a lock holds up all calls of its kind. Three and four send more and emptier statements, and launch less.
/// </param>
/// <param name="Members">How many calls share a statement at most.</param>
internal sealed record CoalescingLimits(int Statements = 2, int Members = 64)
{
    /// <summary>Each call is a statement of its own, whatever is in flight.</summary>
    public static CoalescingLimits Off { get; } = new(Statements: int.MaxValue, Members: 1);

    /// <summary>How many bytes of documents a shared statement carries at most; a larger document goes alone.</summary>
    public int Bytes { get; init; } = 1024 * 1024;

    /// <summary>How many calls the statements that come next will take.</summary>
    public int Waiting => Statements * Members;

    /// <summary>What holds with these options and a pool of that size.</summary>
    public static CoalescingLimits Of(PostgreSqlStorageOptions options, int poolSize)
    {
        // A function serves one request at a time.
        var serverless = options.IsServerless ?? Serverless.IsDetected(Environment.GetEnvironmentVariable);
        return options.CoalesceCalls && !serverless ? options.Coalescing with { Statements = Math.Min(options.Coalescing.Statements, poolSize) } : Off;
    }
}
