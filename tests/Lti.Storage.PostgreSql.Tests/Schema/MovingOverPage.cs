using System.Reflection;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>The page about moving over from the ported system.</summary>
internal static class MovingOverPage
{
    private static readonly string[] _blocks = Read();

    /// <summary>Returns the one block of SQL that contains a text.</summary>
    public static string Block(string text) => _blocks.Single(block => block.Contains(text, StringComparison.Ordinal));

    private static string[] Read()
    {
        var root = typeof(MovingOverPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Root").Value!;
        var page = File.ReadAllText(Path.Combine(root, "docs", "how-to", "moving-over.md"));
        return [.. page.Split("```sql\n").Skip(1).Select(block => block.Split("```")[0])];
    }
}
