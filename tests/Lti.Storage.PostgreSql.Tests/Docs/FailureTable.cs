using System.Reflection;

namespace Lti.Storage.PostgreSql.Tests.Docs;

/// <summary>Reads the rows of the table "By SQLSTATE" in <c>docs/explanation/reliability.md</c>.</summary>
internal static class FailureTable
{
    public static IReadOnlyList<FailureRow> Rows { get; } = Read();

    private static List<FailureRow> Read()
    {
        var root = typeof(FailureTable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Root").Value!;
        return File.ReadLines(Path.Combine(root, "docs", "explanation", "reliability.md"))
            .SkipWhile(line => line != "## By SQLSTATE").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new FailureRow(cells[1].Split('`')[1], cells[3].Trim('`'), cells[4].Trim('`'), cells[5]))
            .ToList();
    }
}
