using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests batches of session and launch configuration calls.</summary>
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
    public async Task Batch_adds_one_of_several_sessions_with_the_same_id()
    {
        var id = Guid.NewGuid();
        LtiSession[] sessions = [.. new[] { "one", "two", "three" }.Select(name => LtiSession.FromDocument(id, Sample.Session(name: name).Utf8Document.Span))];

        var adds = await Batching.BatchAsync(sessions.Select(session => (Func<ValueTask<LtiSession>>)(async () =>
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

        Assert.Equal(0, Batching.Measured.Retried);
    }

    [Fact, Rule("S3")]
    public async Task Batch_of_several_deletions_of_one_session_deletes_it_once()
    {
        LtiSession[] sessions = [Sample.Session(), Sample.Session()];
        await Storage.AddSessionAsync(sessions[0], cancellationToken: Token);
        await Storage.AddSessionAsync(sessions[1], cancellationToken: Token);

        var deleted = await Task.WhenAll(await Batching.BatchAsync(new[] { 0, 1, 0, 0 }.Select(
            i => (Func<ValueTask<bool>>)(() => Storage.DeleteSessionAsync(sessions[i].Id, Token)))));

        Assert.Single(new[] { deleted[0], deleted[2], deleted[3] }, true);
        Assert.True(deleted[1]);
        Assert.Equal([("DeleteSession", 4)], Batching.Measured.Sent);
        Assert.Empty(await _database!.QueryTextsAsync($"SELECT id::text FROM sessions WHERE id IN ('{sessions[0].Id}', '{sessions[1].Id}')"));
    }

    [Fact, Rule("S3")]
    public async Task Batched_deletion_returns_whether_its_own_session_was_unexpired()
    {
        var (live, expired) = (Sample.Session(), Sample.Session());
        await Storage.AddSessionAsync(live, cancellationToken: Token);
        await Storage.AddSessionAsync(expired, TimeSpan.FromMicroseconds(1), Token);

        var deleted = await Task.WhenAll(await Batching.BatchAsync(
            () => Storage.DeleteSessionAsync(expired.Id, Token),
            () => Storage.DeleteSessionAsync(Guid.NewGuid(), Token),
            () => Storage.DeleteSessionAsync(live.Id, Token)));

        Assert.Equal([false, false, true], deleted);
        Assert.Equal([("DeleteSession", 3)], Batching.Measured.Sent);
        Assert.Empty(await _database!.QueryTextsAsync($"SELECT id::text FROM sessions WHERE id IN ('{live.Id}', '{expired.Id}')"));
    }

    [Fact, Rule("S3")]
    public async Task Session_renewed_while_its_deletion_waits_is_deleted()
    {
        var (renewed, other) = (Sample.Session(), Sample.Session());
        await Storage.AddSessionAsync(renewed, cancellationToken: Token);
        await Storage.AddSessionAsync(other, cancellationToken: Token);
        Task<bool>[] deletions;
        await using (var locked = await LockedTables.LockAsync(
            _database!, $"UPDATE sessions SET expires_at = expires_at + interval '1 hour' WHERE id = '{renewed.Id}'"))
        {
            var occupied = Batching.OccupyAsync();
            deletions = [Storage.DeleteSessionAsync(renewed.Id, Token).AsTask(), Storage.DeleteSessionAsync(other.Id, Token).AsTask()];
            await locked.UnlockTablesAsync();
            await occupied;
            await Eventually.TrueAsync(
                () => _database!.QueryAsync<bool>("SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"), Token);
            await locked.CommitAsync();
        }

        Assert.All(await Task.WhenAll(deletions), Assert.True);
        Assert.Null(await Storage.FindSessionAsync(renewed.Id, Token));
    }

    [Fact, Rule("S1", "L1", "L2")]
    public async Task Batched_find_returns_its_own_row_beside_duplicates_and_misses()
    {
        LtiSession[] sessions = [Sample.Session(), Sample.Session()];
        await Storage.AddSessionAsync(sessions[0], cancellationToken: Token);
        await Storage.AddSessionAsync(sessions[1], cancellationToken: Token);
        var (exact, other) = (Sample.LaunchKey(), Sample.LaunchKey());
        var config = (await Storage.SaveLaunchConfigAsync(exact, Sample.Endpoints, cancellationToken: Token)).Config;
        var byDefault = (await Storage.SaveLaunchConfigAsync(other with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Sample.Endpoints, cancellationToken: Token)).Config;

        var found = await Task.WhenAll(await Batching.BatchAsync(
            () => Storage.FindSessionAsync(sessions[1].Id, Token),
            () => Storage.FindSessionAsync(Guid.NewGuid(), Token),
            () => Storage.FindSessionAsync(sessions[0].Id, Token),
            () => Storage.FindSessionAsync(sessions[1].Id, Token)));
        var configs = await Task.WhenAll(await Batching.BatchAsync(
            () => Storage.FindLaunchConfigAsync(other, Token),
            () => Storage.FindLaunchConfigAsync(Sample.LaunchKey(), Token),
            () => Storage.FindLaunchConfigAsync(exact, Token),
            () => Storage.FindLaunchConfigAsync(exact with { DeploymentId = "another" }, Token),
            () => Storage.FindLaunchConfigAsync(exact, Token)));

        Assert.Equal([sessions[1], null, sessions[0], sessions[1]], found);
        Assert.Equal([byDefault with { Match = LaunchConfigMatch.Default }, null, config, null, config], configs);
        Assert.Equal([("FindLaunch", 5), ("FindSession", 4)], Batching.Measured.Sent);
    }

    [Fact, Rule("L1")]
    public async Task Batched_find_needs_an_exact_match_when_default_deployments_are_off()
    {
        await using var batching = BatchingStorage.Open(_database!, storageOptions: new LtiStorageOptions { UseDefaultDeployment = false });
        var key = Sample.LaunchKey();
        await batching.Storage.SaveLaunchConfigAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Sample.Endpoints, cancellationToken: Token);
        var exact = (await batching.Storage.SaveLaunchConfigAsync(key with { DeploymentId = "exact" }, Sample.Endpoints, cancellationToken: Token)).Config;

        var found = await Task.WhenAll(await batching.BatchAsync(
            () => batching.Storage.FindLaunchConfigAsync(key, Token),
            () => batching.Storage.FindLaunchConfigAsync(key with { DeploymentId = "exact" }, Token)));

        Assert.Equal([null, exact], found);
        Assert.Equal([("FindLaunch", 2)], batching.Measured.Sent);
    }

    public async ValueTask DisposeAsync()
    {
        await Batching.DisposeAsync();
        await _database!.DisposeAsync();
    }
}
