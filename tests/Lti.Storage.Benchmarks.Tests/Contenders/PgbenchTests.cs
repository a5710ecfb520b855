namespace Lti.Storage.Benchmarks.Tests;

public sealed class PgbenchTests
{
    [Fact]
    public async Task A_program_that_ends_badly_is_named()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => new Pgbench("false").RunAsync(new StoreNonce().Script, "Host=localhost", "run", clients: 1, calls: 1, TestContext.Current.CancellationToken));

        Assert.Contains("pgbench ended with 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, ":document0::jsonb")]
    [InlineData(3, "(:document0::text || :document1::text || :document2::text)::jsonb")]
    public void A_large_document_is_put_together_by_the_server(int pieces, string expression)
        => Assert.Contains($"({expression})", new AddSession().Script.WithDocumentOf(pieces).Text, StringComparison.Ordinal);
}
