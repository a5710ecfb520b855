using Lti.Storage.Conformance;

namespace Lti.Storage.Sqlite.Tests.Schema;

public sealed class MissingTableTests
{
    [Fact, Rule("E3")]
    public async Task Call_without_its_table_throws_a_storage_exception()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        using var other = new OtherProgram(folder.File);
        other.Run("DROP TABLE nonces");
        await using var storage = new SqliteLtiStorage(folder.ConnectionString);

        await Assert.ThrowsAnyAsync<LtiStorageException>(
            async () => await storage.ConsumeNonceAsync("nonce", TestContext.Current.CancellationToken));
    }
}
