using System.Text;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Checks the name of the schema.</summary>
internal static class SchemaName
{
    // PostgreSQL truncates longer names, so two names could become one.
    private const int MaxUtf8Bytes = 63;

    /// <summary>Returns the problem with a name or null.</summary>
    public static string? Problem(string? name) => name switch
    {
        null or "" => "The name of the schema is empty.",
        _ when name.Contains('\0', StringComparison.Ordinal) => "The name of the schema holds U+0000.",
        "$user" => "The name of the schema is $user, which PostgreSQL replaces by the user's name in a search path. "
            + "Write the name of the schema that is meant.",
        _ when Encoding.UTF8.GetByteCount(name) > MaxUtf8Bytes => $"The name of the schema is longer than {MaxUtf8Bytes} UTF-8 bytes, "
            + "which PostgreSQL would cut off.",
        _ when name.StartsWith("pg_", StringComparison.Ordinal) || name == "information_schema"
            => "The name of the schema is one of PostgreSQL's own. Choose another.",
        _ => null,
    };

    public static void Require(string? name, string parameter)
    {
        if (Problem(name) is { } problem)
        {
            throw new ArgumentException(problem, parameter);
        }
    }
}
