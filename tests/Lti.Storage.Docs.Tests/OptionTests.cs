using System.Globalization;
using Lti.Storage.Caching;
using Lti.Storage.Hosting;
using Lti.Storage.PostgreSql;
using Lti.Storage.Sqlite;
using Lti.Storage.Telemetry;

namespace Lti.Storage.Docs.Tests;

/// <summary>The page of options has every option with its default.</summary>
public sealed class OptionTests
{
    public static TheoryData<Type> OptionTypes { get; } =
        [typeof(LtiStorageOptions), typeof(PostgreSqlStorageOptions), typeof(SqliteStorageOptions), typeof(CachingOptions), typeof(ToolKeyOptions), typeof(CleanupOptions), typeof(TelemetryOptions)];

    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void Page_lists_each_option_with_its_default(Type type)
    {
        var options = Activator.CreateInstance(type);

        Assert.Equal(
            type.GetProperties().Select(property => $"`{property.Name}` {Text(property.GetValue(options))}").Order(StringComparer.Ordinal),
            Rows(type.Name).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Rows(string section) => Pages.Read("docs/reference/options.md").ReplaceLineEndings("\n")
        .Split($"\n## {section}\n")[1].Split("\n## ")[0].Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => $"{cells[1]} {cells[2]}");

    private static string Text(object? value) => value switch
    {
        null => "–",
        bool flag => flag ? "`true`" : "`false`",
        _ => string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
    };
}
