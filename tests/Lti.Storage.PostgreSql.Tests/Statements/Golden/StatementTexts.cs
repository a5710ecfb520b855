using System.Reflection;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Tests.Statements.Golden;

/// <summary>Finds the text of every statement that the provider declares, in the schema <c>public</c>.</summary>
internal static class StatementTexts
{
    /// <summary>The classes that declare statements, in alphabetical order.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
    [
        .. typeof(PostgreSqlLtiStorage).Assembly.GetTypes()
            .Where(static type => !type.IsGenericType && type.GetProperties().Any(IsStatement))
            .OrderBy(static type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>The name and the text of each statement of a class, in the order of the source.</summary>
    public static IEnumerable<(string Name, string Sql)> Of(Type type)
    {
        var statements = Activator.CreateInstance(type, "public")!;
        foreach (var property in type.GetProperties().Where(IsStatement))
        {
            var statement = property.GetValue(statements)!;
            var name = $"{type.Name}.{property.Name}";
            if (Value(statement, "Single") is { } single)
            {
                yield return ($"{name}, one call", (string)Value(single, "Sql")!);
                yield return ($"{name}, a batch", (string)Value(statement, "Sql")!);
            }
            else
            {
                yield return (name, (string)Value(statement, "Sql")!);
            }
        }
    }

    private static bool IsStatement(PropertyInfo property) => property.PropertyType.IsGenericType
        && property.PropertyType.GetGenericTypeDefinition() is { } type
        && (type == typeof(PreparedStatement<,>) || type == typeof(BatchedStatement<,>));

    private static object? Value(object of, string name) => of.GetType().GetProperty(name)?.GetValue(of);
}
