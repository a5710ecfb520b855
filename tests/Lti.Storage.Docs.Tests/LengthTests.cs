namespace Lti.Storage.Docs.Tests;

/// <summary>Pages that a newcomer reads first stay short.</summary>
public sealed class LengthTests
{
    [Theory]
    [InlineData("README.md", 900)]
    [InlineData("docs/start/getting-started.md", 3700)]
    [InlineData("benchmarks/README.md", 1500)]
    public void Page_stays_short(string page, int words)
        => Assert.InRange(Pages.Read(page).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 1, words);
}
