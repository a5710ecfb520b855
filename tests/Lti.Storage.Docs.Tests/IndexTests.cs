namespace Lti.Storage.Docs.Tests;

public sealed class IndexTests
{
    private const string Index = "docs/README.md";

    public static TheoryData<string> PagesOfDocs { get; } = [.. Pages.All
        .Where(page => page.StartsWith("docs/", StringComparison.Ordinal))
        .Where(page => page != Index && !page.StartsWith("docs/site/", StringComparison.Ordinal))
        .Select(page => page["docs/".Length..])];

    [Theory]
    [MemberData(nameof(PagesOfDocs))]
    public void Page_of_docs_is_in_the_index_and_in_the_contents_of_the_site(string page)
    {
        Assert.Contains($"]({page})", Pages.Read(Index), StringComparison.Ordinal);
        Assert.Contains($"href: {page}\n", Pages.Read("docs/toc.yml").ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
