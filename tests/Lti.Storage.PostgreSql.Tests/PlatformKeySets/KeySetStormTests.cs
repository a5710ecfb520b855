using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Faults;

namespace Lti.Storage.PostgreSql.Tests.PlatformKeySets;

/// <summary>Tests callers and nodes that need one key set at once, and a node that dies meanwhile.</summary>
public sealed class KeySetStormTests
{
    private const string Url = "https://lms.example.edu/jwks";

    private int _fetches;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("P4")]
    public async Task Thousand_callers_on_two_nodes_make_one_fetch()
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var first = Open(database.ConnectionString);
        await using var second = Open(database.ConnectionString);
        using var one = Storage.PlatformKeySets.Create(first);
        using var other = Storage.PlatformKeySets.Create(second);

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(caller => Task.Run(
            async () => Assert.True((await (caller % 2 == 0 ? one : other).GetAsync(Url, "first", FetchAsync, Token)).Contains("first")),
            Token)));

        Assert.Equal(1, _fetches);
    }

    [Fact, Rule("P2", "P4")]
    public async Task Node_that_is_killed_during_its_fetch_costs_one_more_fetch()
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = Open(database.ConnectionString);
        using var sets = Storage.PlatformKeySets.Create(storage, new PlatformKeySetOptions { LeaseFor = TimeSpan.FromSeconds(2) });
        await using var worker = WorkerProcess.Start("keyset", "postgresql");
        await worker.ReadyAsync();
        await worker.TellAsync(database.ConnectionString);
        Assert.Equal("asked", await worker.ReadAsync());
        await worker.KillAsync();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(
            caller => Task.Run(async () => await sets.GetAsync(Url, $"junk{caller}", FetchAsync, Token), Token)));

        Assert.Equal(1, _fetches);
    }

    private static PostgreSqlLtiStorage Open(string connectionString)
        => new(new PostgreSqlStorageOptions { ConnectionString = connectionString });

    private async Task<PlatformKeySetAnswer> FetchAsync(string jwksUrl, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        await Task.Yield();
        return new PlatformKeySetAnswer("""{"keys":[{"kty":"RSA","kid":"first","n":"AQAB","e":"AQAB"}]}"""u8.ToArray());
    }
}
