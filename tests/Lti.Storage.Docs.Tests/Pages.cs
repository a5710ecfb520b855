using System.Reflection;

namespace Lti.Storage.Docs.Tests;

/// <summary>Finds the Markdown pages of the project.</summary>
internal static class Pages
{
    private static readonly string[] _notOurs = ["bin", "obj", "node_modules", ".git", "TestResults", "BenchmarkDotNet.Artifacts", "artifacts"];

    public static string Root { get; } = Path.GetFullPath(
        typeof(Pages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Root").Value!);

    public static IReadOnlyList<string> All { get; } = [.. Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(_notOurs.Contains))
        .Order(StringComparer.Ordinal)];

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));
}
