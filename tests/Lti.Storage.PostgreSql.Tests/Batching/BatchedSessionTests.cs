using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Sessions and launch configurations of several callers in one statement.</summary>
public sealed class BatchedSessionTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private BatchingStorage? _batching;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private BatchingStorage Batching => _batching!;

    private PostgreSqlLtiStorage Storage => Batching.Storage;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _batching = BatchingStorage.Open(_database);
    }

    [Fact, Rule("S1")]
    public async Task Of_two_sessions_with_one_id_one_is_added_with_its_own_document()
    {
        var id = Guid.NewGuid();
        LtiSession[] sessions = [.. new[] { "one", "two", "three" }.Select(name => LtiSession.FromDocument(id, Sample.Session(name: name).Utf8Document.Span))];

        var adds = await Batching.ShareAsync(sessions.Select(session => (Func<ValueTask<LtiSession>>)(async () =>
        {
            await Storage.AddSessionAsync(session, cancellationToken: Token);
            return session;
        })));

        var added = await Assert.Single(adds, add => add.IsCompletedSuccessfully);
        Assert.Equal(added, await Storage.FindSessionAsync(id, Token));
        foreach (var add in adds.Where(add => add.IsFaulted))
        {
            Assert.Equal(LtiEntity.Session, (await Assert.ThrowsAsync<LtiConflictException>(() => add)).Entity);
        }

        Assert.Equal(0, Batching.Measured.Repeated);
    }

    [Fact, Rule("S1", "L1", "L2")]
    public async Task Finds_get_what_they_asked_for_whether_others_ask_for_the_same_or_for_nothing_that_is_there()
    {
        LtiSession[] sessions = [Sample.Session(), Sample.Session()];
        await Storage.AddSessionAsync(sessions[0], cancellationToken: Token);
        await Storage.AddSessionAsync(sessions[1], cancellationToken: Token);
        var (exact, other) = (Sample.LaunchKey(), Sample.LaunchKey());
        var config = await Storage.SaveLaunchConfigAsync(exact, Sample.Endpoints, Token);
        var byDefault = await Storage.SaveLaunchConfigAsync(other with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Sample.Endpoints, Token);

        var found = await Task.WhenAll(await Batching.ShareAsync(
            () => Storage.FindSessionAsync(sessions[1].Id, Token),
            () => Storage.FindSessionAsync(Guid.NewGuid(), Token),
            () => Storage.FindSessionAsync(sessions[0].Id, Token),
            () => Storage.FindSessionAsync(sessions[1].Id, Token)));
        var configs = await Task.WhenAll(await Batching.ShareAsync(
            () => Storage.FindLaunchConfigAsync(other, Token),
            () => Storage.FindLaunchConfigAsync(Sample.LaunchKey(), Token),
            () => Storage.FindLaunchConfigAsync(exact, Token),
            () => Storage.FindLaunchConfigAsync(exact with { DeploymentId = "another" }, Token),
            () => Storage.FindLaunchConfigAsync(exact, Token)));

        Assert.Equal([sessions[1], null, sessions[0], sessions[1]], found);
        Assert.Equal([byDefault with { Match = LaunchConfigMatch.Default }, null, config, null, config], configs);
        Assert.Equal([("FindLaunchConfig", 5), ("FindSession", 4)], Batching.Measured.Sent);
    }

    [Fact, Rule("L1")]
    public async Task Launch_configurations_are_found_by_an_exact_match_alone_where_the_options_say_so()
    {
        await using var batching = BatchingStorage.Open(_database!, storageOptions: new LtiStorageOptions { UseDefaultDeployment = false });
        var key = Sample.LaunchKey();
        await batching.Storage.SaveLaunchConfigAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Sample.Endpoints, Token);
        var exact = await batching.Storage.SaveLaunchConfigAsync(key with { DeploymentId = "exact" }, Sample.Endpoints, Token);

        var found = await Task.WhenAll(await batching.ShareAsync(
            () => batching.Storage.FindLaunchConfigAsync(key, Token),
            () => batching.Storage.FindLaunchConfigAsync(key with { DeploymentId = "exact" }, Token)));

        Assert.Equal([null, exact], found);
        Assert.Equal([("FindLaunchConfig", 2)], batching.Measured.Sent);
    }

    public async ValueTask DisposeAsync()
    {
        await Batching.DisposeAsync();
        await _database!.DisposeAsync();
    }
}
