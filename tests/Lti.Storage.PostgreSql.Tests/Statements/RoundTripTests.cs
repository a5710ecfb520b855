using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>
/// Counts on the wire that each operation of a launch takes one round trip. A write sends its settings with its statement.
/// </summary>
public sealed class RoundTripTests(TappedStorage tapped) : IClassFixture<TappedStorage>
{
    public static TheoryData<string> Names => [.. Calls.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dictionary<string, Func<PostgreSqlLtiStorage, int, Task>> Calls { get; } = new(StringComparer.Ordinal)
    {
        ["find launch config"] = (storage, _) => storage.FindLaunchConfigAsync(TappedStorage.Key, Token).AsTask(),
        ["find launch config through default"] = (storage, _) => storage.FindLaunchConfigAsync(TappedStorage.Key with { DeploymentId = "other" }, Token).AsTask(),
        ["find client"] = (storage, _) => storage.FindClientAsync(TappedStorage.Key.Issuer, TappedStorage.Key.ClientId, Token).AsTask(),
        ["find clients of an issuer"] = (storage, _) => storage.FindClientsAsync(TappedStorage.Key.Issuer, cancellationToken: Token).AsTask(),
        ["find clients of a deployment"] = (storage, _) => storage.FindClientsAsync(TappedStorage.Key.Issuer, TappedStorage.Key.DeploymentId, Token).AsTask(),
        ["begin login"] = (storage, _) => storage.BeginLoginAsync(Sample.Login(), cancellationToken: Token).AsTask(),
        ["find login"] = async (storage, round) => Assert.NotNull(await storage.FindLoginAsync(TappedStorage.Logins[round].State, Token)),
        ["complete login"] = async (storage, round)
            => Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(TappedStorage.Completed[round], Sample.Session(), cancellationToken: Token)),
        ["store nonce"] = (storage, _) => storage.StoreNonceAsync(Sample.Nonce(), cancellationToken: Token).AsTask(),
        ["consume nonce"] = (storage, round) => storage.ConsumeNonceAsync($"consumed {round}", Token).AsTask(),
        ["consume unknown nonce"] = (storage, _) => storage.ConsumeNonceAsync(Sample.Nonce(), Token).AsTask(),
        ["claim nonce"] = (storage, _) => storage.ClaimNonceAsync(Sample.Nonce(), cancellationToken: Token).AsTask(),
        ["add session"] = (storage, _) => storage.AddSessionAsync(Sample.Session(), cancellationToken: Token).AsTask(),
        ["find session"] = (storage, _) => storage.FindSessionAsync(TappedStorage.Session.Id, Token).AsTask(),
        ["renew session"] = (storage, _) => storage.RenewSessionAsync(TappedStorage.Session.Id, cancellationToken: Token).AsTask(),
        ["delete session, telling other nodes"] = async (storage, round) => Assert.True(await storage.DeleteSessionAsync(TappedStorage.Ended[round].Id, Token)),
        ["complete launch"] = (storage, round) => storage.CompleteLaunchAsync($"completed {round}", Sample.Session(), cancellationToken: Token).AsTask(),
        ["consume registration session"] = (storage, _) => storage.ConsumeRegistrationSessionAsync(Guid.NewGuid(), Token).AsTask(),
    };

    [Theory, Rule("L2", "L5", "N3", "C6", "G1", "G3")]
    [MemberData(nameof(Names))]
    public async Task Operation_takes_one_round_trip_and_is_prepared_at_its_first_use(string name)
    {
        var call = Calls[name];
        var statementsPerCall = name.StartsWith("find", StringComparison.Ordinal) ? 1 : 2;
        await call(tapped.Storage, 0);
        var (roundTrips, statements, prepared) = (tapped.Wire.Count('Z'), tapped.Wire.Count('C'), tapped.Wire.Count('1'));

        await call(tapped.Storage, 1);
        await call(tapped.Storage, 2);

        Assert.Equal((2, 2 * statementsPerCall, 0), (tapped.Wire.Count('Z') - roundTrips, tapped.Wire.Count('C') - statements, tapped.Wire.Count('1') - prepared));
    }

    [Fact]
    public async Task Unprepared_operation_takes_one_round_trip()
    {
        await using var storage = tapped.Open(options => options.PrepareStatements = false);
        await storage.ConsumeNonceAsync(Sample.Nonce(), Token);
        var (roundTrips, prepared) = (tapped.Wire.Count('Z'), tapped.Wire.Count('1'));

        await storage.ConsumeNonceAsync(Sample.Nonce(), Token);

        Assert.Equal((1, 2), (tapped.Wire.Count('Z') - roundTrips, tapped.Wire.Count('1') - prepared));
    }
}
