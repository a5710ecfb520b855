namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>When a statement that failed may be sent again within the same call (contract rule F1).</summary>
internal enum RetrySafety
{
    /// <summary>Only where the server's own error proves that it was rolled back: what must happen once, and what answers differently the second time.</summary>
    OnlyIfRolledBack,

    /// <summary>Also once after the connection broke: a write that changes nothing the second time.</summary>
    Idempotent,

    /// <summary>Also once after the connection broke; and since nothing is written, no failure leaves anything in doubt.</summary>
    Read,
}
