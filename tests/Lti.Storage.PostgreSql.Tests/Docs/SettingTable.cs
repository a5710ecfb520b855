using System.Reflection;

namespace Lti.Storage.PostgreSql.Tests.Docs;

/// <summary>Reads the rows of the table "Settings from elsewhere" in <c>docs/reference/postgresql.md</c>.</summary>
internal static class SettingTable
{
    public static IReadOnlyList<SettingRow> Rows { get; } = Read();

    private static List<SettingRow> Read()
    {
        var root = typeof(SettingTable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Root").Value!;
        return File.ReadLines(Path.Combine(root, "docs", "reference", "postgresql.md"))
            .SkipWhile(line => line != "### Settings from elsewhere").Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (Setting: cells[1].Trim('`').Split('=', 2), Given: cells[2], Here: cells[3]))
            .Select(row => new SettingRow(row.Setting[0], row.Setting[1], row.Given, row.Here))
            .ToList();
    }
}
