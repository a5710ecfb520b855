using System.Net.Sockets;
using System.Security.Authentication;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>What went wrong, by contract rule F1: which kind of failure, and whether the work is known not to have happened.</summary>
internal sealed record Failure(FailureKind Kind, LtiWorkOutcome Outcome, string Message, Exception Cause)
{
    /// <summary>Whether the next attempt needs a connection that was opened after this failure.</summary>
    public bool NeedsFreshConnection => Kind is FailureKind.Broken or FailureKind.StalePlan or FailureKind.ReadOnly;

    /// <summary>A call that waited in vain for others to be sent.</summary>
    public static Failure WhileWaiting(TimeoutException e) => new(
        FailureKind.TimedOut,
        LtiWorkOutcome.NotApplied,
        "PostgreSQL does not keep up: too many calls waited to be sent, and this one waited as long as the command time-out allows. Check the server's load.",
        e);

    /// <summary>A failure before anything was sent, or null where this is none of the server or the network.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="address">The hosts and ports that were tried.</param>
    public static Failure? WhileConnecting(Exception e, string address)
    {
        // Several hosts were tried: the first failure that says something is told.
        var told = (e as AggregateException ?? e.InnerException as AggregateException)?.Flatten().InnerExceptions is [var first, ..] ? first : e;
        return told switch
        {
            PostgresException postgres => new(FailureKind.Unreachable, LtiWorkOutcome.NotApplied, SqlStates.Describe(postgres, address), e),
            _ when IsTimeout(told) => new(FailureKind.TimedOut, LtiWorkOutcome.NotApplied, UnreachableText.OfTimeout(told, address), e),
            _ when IsOfNetwork(told) => new(FailureKind.Unreachable, LtiWorkOutcome.NotApplied, UnreachableText.Of(told, address), e),
            _ => null,
        };
    }

    /// <summary>A failure of a statement that was sent, or null where this is none of the server or the network.</summary>
    public static Failure? AfterSending(Exception e) => e switch
    {
        PostgresException postgres => SqlStates.Classify(postgres),
        _ when IsTimeout(e) => new(
            FailureKind.TimedOut,
            LtiWorkOutcome.Unknown,
            "PostgreSQL did not answer within the command time-out. Check the server's load, or raise the option CommandTimeout (Command Timeout in the connection string).",
            e),
        _ when IsOfNetwork(e) => new(
            FailureKind.Broken,
            LtiWorkOutcome.Unknown,
            "The connection to PostgreSQL broke before the answer came. Check the server and the network.",
            e),
        _ => null,
    };

    /// <summary>The failure of a statement of this kind: a read writes nothing, so none leaves anything in doubt.</summary>
    public Failure Of(Repetition repetition) => repetition == Repetition.Read ? this with { Outcome = LtiWorkOutcome.NotApplied } : this;

    /// <summary>The exception for the caller, with a cause that quotes no value (rule E8).</summary>
    public LtiStorageException ToException()
    {
        var cause = Cause.Redacted();
        var message = Outcome == LtiWorkOutcome.Unknown ? $"{Message} Whether the work happened is not known." : Message;
        return Kind == FailureKind.Refused ? new LtiStorageException(message, cause) : new LtiStorageUnavailableException(message, Outcome, cause);
    }

    private static bool IsTimeout(Exception e) => e is TimeoutException || (e is NpgsqlException && e.InnerException is TimeoutException);

    private static bool IsOfNetwork(Exception e) => e is NpgsqlException or SocketException or IOException or AuthenticationException;
}
