namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>The rows of the table of errors in <c>docs/explanation/reliability.md</c>.</summary>
internal enum FailureKind
{
    /// <summary>No connection was made.</summary>
    Unreachable,

    /// <summary>The connection or the server ended.</summary>
    Broken,

    /// <summary>A timeout of the client: in the queue, for a connection or of the command.</summary>
    TimedOut,

    /// <summary>A warning at the commit: the primary did not wait for its synchronous standby.</summary>
    NotReplicated,

    /// <summary>The storage was disposed while the statement ran.</summary>
    Disposed,

    /// <summary>40001, 40P01: the server rolled back one of several conflicting transactions.</summary>
    Conflict,

    /// <summary>0A000, 26000: the tables of a prepared statement were changed, or a pooler lost the statement.</summary>
    StalePlan,

    /// <summary>25006: the server has become a standby or is set to read-only.</summary>
    ReadOnly,

    /// <summary>57014, 55P03: a timeout of the server.</summary>
    ServerTimeout,

    /// <summary>53xxx, 57xxx, 58xxx, XXxxx: the server lacks room, memory or health.</summary>
    ServerTrouble,

    /// <summary>42P01, 42703, 3F000, 42501, 42P05: tables or rights are missing, or a pooler mixes up prepared statements.</summary>
    NotSetUp,

    /// <summary>Any other error of the server.</summary>
    Refused,
}
