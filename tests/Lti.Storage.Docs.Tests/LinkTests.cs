using System.Text.RegularExpressions;

namespace Lti.Storage.Docs.Tests;

public sealed partial class LinkTests
{
    public static TheoryData<string> AllPages { get; } = [.. Pages.All];

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Link_to_a_file_or_heading_of_the_project_resolves(string page)
    {
        var broken = Link().Matches(Pages.Read(page)).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Exists(page, target));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Link_to_tests_names_a_test_in_that_file(string page)
    {
        var missing = Link().Matches(Pages.Read(page))
            .Where(link => IsTest(link.Groups["target"].Value))
            .Where(link => !NamesTest(page, link.Groups["text"].Value, link.Groups["target"].Value))
            .Select(link => link.Value);

        Assert.Empty(missing);
    }

    private static bool IsTest(string target) => target.EndsWith(".cs", StringComparison.Ordinal) && target.Contains("tests/", StringComparison.Ordinal);

    private static bool NamesTest(string page, string text, string target)
    {
        var file = Path.Combine(Pages.Root, Path.GetDirectoryName(page)!, target);
        return File.Exists(file) && File.ReadAllText(file).Contains($" {text.Replace(' ', '_')}(", StringComparison.Ordinal);
    }

    private static bool Exists(string page, string target)
    {
        var (file, heading) = target.Split('#') is [var path, var anchor] ? (path, anchor) : (target, null);
        var found = Path.GetFullPath(Path.Combine(Pages.Root, Path.GetDirectoryName(page)!, file.Length == 0 ? Path.GetFileName(page) : file));
        return (File.Exists(found) || Directory.Exists(found))
            && (heading is null || File.ReadLines(found).Where(line => line.StartsWith('#')).Select(Anchor).Contains(heading, StringComparer.Ordinal));
    }

    private static string Anchor(string heading)
    {
        var words = heading.TrimStart('#').Trim().Replace(' ', '-');
        return new([.. words.Where(character => char.IsLetterOrDigit(character) || character == '-').Select(char.ToLowerInvariant)]);
    }

    [GeneratedRegex(@"(\[(?<text>[^\[\]]*))?\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Link();
}
