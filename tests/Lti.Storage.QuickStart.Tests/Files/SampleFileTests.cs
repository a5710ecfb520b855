namespace Lti.Storage.QuickStart.Tests.Files;

/// <summary>Keeps the sample small, and lets each file say whether a user copies it.</summary>
public sealed class SampleFileTests
{
    private static readonly string[] _files = [.. new[] { "samples/QuickStart", "samples/Shared" }.SelectMany(Find)];

    [Fact]
    public void Sample_has_at_most_45_files() => Assert.InRange(_files.Length, 30, 45);

    [Fact]
    public void Each_file_says_in_its_first_line_whether_a_user_copies_it_or_what_a_real_tool_does()
        => Assert.All(_files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)), file =>
        {
            var first = File.ReadLines(file).First();
            Assert.True(first.StartsWith("// Copy ", StringComparison.Ordinal)
                || (first.StartsWith("// For people who look", StringComparison.Ordinal) && first.Contains("A real tool", StringComparison.Ordinal)), file);
        });

    private static IEnumerable<string> Find(string folder)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Lti.Storage.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The repository was not found above the tests.");
        }

        return Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
    }
}
