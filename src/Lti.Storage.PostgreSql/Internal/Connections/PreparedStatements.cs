namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>How many statements a connection keeps prepared.</summary>
internal static class PreparedStatements
{
    /// <summary>The statements that launches and pages use, single and batched, and those of administration; a test counts them.</summary>
    public const int Needed = 96;
}
