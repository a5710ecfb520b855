namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Quotes names in SQL.</summary>
internal static class Sql
{
    /// <summary>Quotes an identifier as PostgreSQL does.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
