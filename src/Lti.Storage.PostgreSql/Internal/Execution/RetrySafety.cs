namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>When work that failed may be sent again within the same call (contract rule F1).</summary>
internal enum RetrySafety
{
    /// <summary>Only if the server's error proves a rollback: work that must happen once, or that answers differently the second time.</summary>
    OnlyIfRolledBack,

    /// <summary>Also once after the connection broke: a write that changes nothing the second time.</summary>
    Idempotent,

    /// <summary>Also once after the connection broke. Nothing is written, so the outcome is never unknown.</summary>
    Read,
}
