namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>When failed work may be retried within the call (contract rule F1).</summary>
internal enum RetrySafety
{
    /// <summary>Only if the server's error proves a rollback.</summary>
    /// <remarks>For work that must happen once or that answers differently the second time.</remarks>
    OnlyIfRolledBack,

    /// <summary>Also once after the connection broke. For a write that changes nothing the second time.</summary>
    Idempotent,

    /// <summary>Also once after the connection broke. Nothing is written, so the outcome is never unknown.</summary>
    Read,
}
