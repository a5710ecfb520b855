using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Checks that writes that must happen once are on disk before their answer, single or batched.</summary>
/// <remarks>The server has <c>synchronous_commit</c> off and would otherwise answer first.</remarks>
public sealed class BatchedDurabilityTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private BatchingStorage? _batching;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlLtiStorage Storage => _batching!.Storage;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();

        // This runs at the very end of each transaction and records how it will be committed.
        await _database.ExecuteAsync(
            """
            INSERT INTO nonces SELECT unnest('{a,b}'::text[]), now() + interval '1 hour';
            CREATE TABLE commits (nonce text, setting text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO commits VALUES (NEW.nonce, current_setting('synchronous_commit')); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER noted AFTER INSERT OR UPDATE ON nonces DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
            """);
        _batching = BatchingStorage.Open(_database, text => text.Options = "-c synchronous_commit=off");
    }

    [Fact, Rule("N3")]
    public Task Consumes() => AssertDurableAsync(nonce => Storage.ConsumeNonceAsync(nonce, Token));

    [Fact, Rule("L5")]
    public Task Launches() => AssertDurableAsync(nonce => Storage.CompleteLaunchAsync(nonce, Sample.Session(), cancellationToken: Token));

    [Fact, Rule("N5")]
    public Task Claims() => AssertDurableAsync(nonce => Storage.ClaimNonceAsync($"new {nonce}", cancellationToken: Token));

    public async ValueTask DisposeAsync()
    {
        await _batching!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    private async Task AssertDurableAsync<T>(Func<string, ValueTask<T>> call)
    {
        await Task.WhenAll(await _batching!.BatchAsync(() => call("a"), () => call("b")));

        Assert.Equal(2, Assert.Single(_batching.Measured.Sent).Calls);
        Assert.Equal(["on", "on"], await _database!.QueryTextsAsync("SELECT setting FROM commits WHERE nonce IN ('a', 'b', 'new a', 'new b')"));
    }
}
