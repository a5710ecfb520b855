namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>The number of statements that a connection keeps prepared.</summary>
internal static class PreparedStatements
{
    /// <summary>Enough for every statement of launches, pages and administration. A test counts them.</summary>
    public const int Needed = 128;
}
