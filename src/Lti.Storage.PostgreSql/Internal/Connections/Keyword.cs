namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Npgsql's canonical names of the keywords that the rules check.</summary>
internal static class Keyword
{
    public const string AutoPrepareMinUsages = "Auto Prepare Min Usages";
    public const string CommandTimeout = "Command Timeout";
    public const string ConnectionIdleLifetime = "Connection Idle Lifetime";
    public const string ConnectionPruningInterval = "Connection Pruning Interval";
    public const string GssEncryptionMode = "GSS Encryption Mode";
    public const string MaxAutoPrepare = "Max Auto Prepare";
    public const string MaximumPoolSize = "Maximum Pool Size";
    public const string MinimumPoolSize = "Minimum Pool Size";
    public const string NoResetOnClose = "No Reset On Close";
    public const string ReadBufferSize = "Read Buffer Size";
    public const string ReplicationMode = "Replication Mode";
    public const string RequireAuth = "Require Auth";
    public const string SslNegotiation = "SSL Negotiation";
    public const string TargetSessionAttributes = "Target Session Attributes";
    public const string Timeout = "Timeout";
    public const string WriteBufferSize = "Write Buffer Size";
}
