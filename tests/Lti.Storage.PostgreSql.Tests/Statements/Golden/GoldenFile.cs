using System.Reflection;

namespace Lti.Storage.PostgreSql.Tests.Statements.Golden;

/// <summary>Compares SQL with a file of this folder.</summary>
/// <remarks>The variable <c>LTI_GOLDEN=rewrite</c> writes the files again. Read the difference before you commit it.</remarks>
internal static class GoldenFile
{
    private static string Root { get; } = typeof(GoldenFile).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Root")
        .Value!;

    public static void ShouldMatch(string text, string file)
    {
        var path = Path.Combine(Root, "tests", "Lti.Storage.PostgreSql.Tests", "Statements", "Golden", file);
        if (Environment.GetEnvironmentVariable("LTI_GOLDEN") == "rewrite")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text, ignoreLineEndingDifferences: true);
    }
}
