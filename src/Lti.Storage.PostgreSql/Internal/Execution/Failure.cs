using System.Net.Sockets;
using System.Security.Authentication;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>A failure by contract rule F1: its kind and whether the work may have happened.</summary>
internal sealed record Failure(FailureKind Kind, LtiWorkOutcome Outcome, string Message, Exception? Cause)
{
    /// <summary>Whether the next attempt needs a connection that was opened after this failure.</summary>
    public bool NeedsFreshConnection => Kind is FailureKind.Broken or FailureKind.StalePlan or FailureKind.ReadOnly;

    /// <summary>The call timed out in the queue.</summary>
    public static Failure WhileWaiting(TimeoutException e) => new(
        FailureKind.TimedOut,
        LtiWorkOutcome.NotApplied,
        "PostgreSQL does not keep up: too many calls waited to be sent, and this one waited as long as the command time-out allows. "
            + "Check the server's load.",
        e);

    /// <summary>Classifies a failure before anything was sent. Null if the exception is not from the server or the network.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="address">The hosts and ports that were tried.</param>
    public static Failure? WhileConnecting(Exception e, string address)
    {
        // Of several hosts the first failure is reported.
        var told = (e as AggregateException ?? e.InnerException as AggregateException)?.Flatten().InnerExceptions is [var first, ..]
            ? first
            : e;
        return told switch
        {
            PostgresException postgres
                => new(FailureKind.Unreachable, LtiWorkOutcome.NotApplied, ServerErrors.Describe(postgres, address), e),
            _ when IsTimeout(told) => new(FailureKind.TimedOut, LtiWorkOutcome.NotApplied, UnreachableText.OfTimeout(told, address), e),
            _ when IsOfNetwork(told) => new(FailureKind.Unreachable, LtiWorkOutcome.NotApplied, UnreachableText.Of(told, address), e),
            _ => null,
        };
    }

    /// <summary>Classifies a failure of an attempt. Null if it is a fault of the program.</summary>
    /// <remarks>An attempt is cancelled only when the storage is disposed.</remarks>
    public static Failure? OfAttempt(Exception e) => e switch
    {
        UncommittedException { InnerException: { } cause } => OfAttempt(cause)! with { Outcome = LtiWorkOutcome.NotApplied },
        OperationCanceledException => new(
            FailureKind.Disposed,
            LtiWorkOutcome.Unknown,
            "The storage was disposed before PostgreSQL answered. Dispose it after the last call has ended.",
            e),
        _ => AfterSending(e),
    };

    /// <summary>Classifies a failure of work that was sent. Null if the exception is not from the server or the network.</summary>
    public static Failure? AfterSending(Exception e) => e switch
    {
        PostgresException postgres => ServerErrors.Classify(postgres),
        NotReplicatedException => new(
            FailureKind.NotReplicated,
            LtiWorkOutcome.Unknown,
            "PostgreSQL committed on the primary alone: an operator cancelled the wait for its synchronous standby, and a failover may "
                + "lose the work. Don't cancel sessions that wait for SyncRep.",
            e),
        _ when IsTimeout(e) => new(
            FailureKind.TimedOut,
            LtiWorkOutcome.Unknown,
            "PostgreSQL did not answer within the command time-out. Check the server's load, or raise the option CommandTimeout "
                + "(Command Timeout in the connection string).",
            e),
        _ when IsOfNetwork(e) => new(
            FailureKind.Broken,
            LtiWorkOutcome.Unknown,
            "The connection to PostgreSQL broke before the answer came. Check the server and the network.",
            e),
        _ => null,
    };

    /// <summary>This failure for work of a kind. A read changes nothing, so its outcome is never unknown.</summary>
    public Failure For(RetrySafety safety) => safety == RetrySafety.Read ? this with { Outcome = LtiWorkOutcome.NotApplied } : this;

    /// <summary>This failure if its work may have happened, or null.</summary>
    public Failure? IfUnknown() => Outcome == LtiWorkOutcome.Unknown ? this : null;

    /// <summary>The failure of a call whose retry failed as well.</summary>
    /// <remarks>The outcome stays unknown because the retry's failure says nothing about the first attempt.</remarks>
    /// <param name="later">The retry's failure, or null if its exception is not from the server or the network.</param>
    /// <param name="e">The retry's exception.</param>
    public Failure FollowedBy(Failure? later, Exception e) => later is null
        ? this with { Cause = e is OperationCanceledException ? Cause : e }
        : later with { Outcome = LtiWorkOutcome.Unknown, Message = $"{Message} A retry failed too: {later.Message}" };

    /// <summary>The exception for the caller, with a cause that quotes no value (rule E8).</summary>
    public LtiStorageException ToException()
    {
        var cause = Cause?.Redacted();
        var message = Outcome == LtiWorkOutcome.Unknown ? $"{Message} Whether the work happened is not known." : Message;
        return Kind == FailureKind.Refused && Outcome == LtiWorkOutcome.NotApplied
            ? new LtiStorageException(message, cause)
            : new LtiStorageUnavailableException(message, Outcome, cause);
    }

    private static bool IsTimeout(Exception e) => e is TimeoutException || (e is NpgsqlException && e.InnerException is TimeoutException);

    private static bool IsOfNetwork(Exception e) => e is NpgsqlException or SocketException or IOException or AuthenticationException;
}
