namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>The end of a call's second attempt.</summary>
public enum SecondFault
{
    None,

    /// <summary>The connection is refused, or breaks before the server gets anything.</summary>
    NotSent,

    /// <summary>The server never answers, so that the wait for the connection, or for the statement, times out.</summary>
    NeverAnswered,

    /// <summary>The caller's token is cancelled.</summary>
    Cancelled,

    /// <summary>Another session holds the tables, so that the lock times out (55P03).</summary>
    LockTimeout,

    /// <summary>Another session deletes every row, so that the work ends otherwise.</summary>
    RowsDeleted,

    /// <summary>The server commits, and the connection breaks before its answer arrives.</summary>
    AnswerLost,
}
