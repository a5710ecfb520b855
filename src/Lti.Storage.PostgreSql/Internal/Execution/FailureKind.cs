namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>The rows of the table of errors in <c>docs/explanation/reliability.md</c>.</summary>
internal enum FailureKind
{
    /// <summary>No connection was made.</summary>
    Unreachable,

    /// <summary>The connection, or the server, broke off.</summary>
    Broken,

    /// <summary>A client-side time-out: of the wait for a connection, or of the command.</summary>
    TimedOut,

    /// <summary>40001, 40P01: the server rolled back one of those that were in each other's way.</summary>
    Conflict,

    /// <summary>0A000, 26000: a prepared statement that the tables, or a pooler, have left behind.</summary>
    StalePlan,

    /// <summary>25006: the server has become a standby, or is set to read-only.</summary>
    ReadOnly,

    /// <summary>57014, 55P03: a time-out that the server keeps.</summary>
    ServerTimeout,

    /// <summary>53xxx, 57xxx, 58xxx, XXxxx: the server lacks room, memory or health.</summary>
    ServerTrouble,

    /// <summary>42P01, 42703, 3F000, 42501, 42P05: tables or rights are missing, or a pooler mixes up prepared statements.</summary>
    NotSetUp,

    /// <summary>Anything else that the server refuses.</summary>
    Refused,
}
