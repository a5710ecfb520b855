namespace Lti.Storage.Docs.Tests;

public sealed class IndexTests
{
    public static TheoryData<string> PagesOfDocs { get; } = [.. Pages.All
        .Where(page => string.Equals(Path.GetDirectoryName(page), "docs", StringComparison.Ordinal))
        .Select(page => Path.GetFileName(page))];

    [Theory]
    [MemberData(nameof(PagesOfDocs))]
    public void A_page_of_docs_is_in_its_index_and_in_the_contents_of_the_site(string page)
    {
        Assert.True(page == "README.md" || Pages.Read("docs/README.md").Contains($"]({page})", StringComparison.Ordinal), $"docs/README.md does not list {page}");
        Assert.Contains($"href: {page}\n", Pages.Read("docs/toc.yml").ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
