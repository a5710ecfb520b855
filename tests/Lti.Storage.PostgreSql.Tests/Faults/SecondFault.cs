namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Lists the ends of a call's second attempt.</summary>
public enum SecondFault
{
    None,

    /// <summary>The connection is refused, or breaks before the server gets anything.</summary>
    NotSent,

    /// <summary>The server never answers, so the wait for the connection or the statement times out.</summary>
    NeverAnswered,

    /// <summary>The caller's token is cancelled.</summary>
    Cancelled,

    /// <summary>Another session holds the tables, so the lock times out (55P03).</summary>
    LockTimeout,

    /// <summary>Another session deletes every row, so the work ends differently.</summary>
    RowsDeleted,

    /// <summary>The server commits, and the connection breaks before its answer arrives.</summary>
    AnswerLost,
}
