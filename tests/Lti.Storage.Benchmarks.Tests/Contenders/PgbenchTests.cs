namespace Lti.Storage.Benchmarks.Tests;

public sealed class PgbenchTests
{
    [Fact]
    public async Task Failed_pgbench_run_is_refused_with_its_exit_code()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => new Pgbench("false").RunAsync(new StoreNonce().Script, "Host=localhost", "run", clients: 1, calls: 1, TestContext.Current.CancellationToken));

        Assert.Contains("pgbench failed with exit code 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, ":document0::jsonb")]
    [InlineData(3, "(:document0::text || :document1::text || :document2::text)::jsonb")]
    public void Server_joins_the_pieces_of_a_large_document(int pieces, string expression)
        => Assert.Contains($"({expression})", new AddSession().Script.WithDocumentOf(pieces).Text, StringComparison.Ordinal);
}
