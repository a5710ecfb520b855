using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.InMemory.Tests.Memory;

/// <summary>Tests that deleted and cleaned-up entries leave nothing in any table, index or queue.</summary>
public sealed class LeftoverTests : IAsyncDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryLtiStorage _storage;
    private readonly int _empty;

    public LeftoverTests()
    {
        _storage = new InMemoryLtiStorage(timeProvider: _clock);
        _empty = Reachable.Count(_storage);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Changed_and_deleted_clients_leave_nothing_in_memory()
    {
        for (var i = 0; i < 20; i++)
        {
            var saved = (await _storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: Token)).Config;
            var added = await _storage.AddDeploymentAsync(saved.ClientKey, Any.Deployment(), Token);
            await _storage.UpdateDeploymentAsync(saved.ClientKey, added.Id, new DeploymentUpdate { DeploymentId = Any.Key("moved") }, Token);
            await _storage.UpdateClientAsync(saved.ClientKey, new ClientUpdate { Issuer = Any.Issuer(), ClientId = Any.Key("moved") }, Token);
            await _storage.DeleteDeploymentAsync(saved.ClientKey, saved.DeploymentKey, Token);
            Assert.InRange(Reachable.Count(_storage), _empty + 1, int.MaxValue);
            await _storage.DeleteClientAsync(saved.ClientKey, Token);
        }

        AssertEmpty();
    }

    [Fact]
    public async Task Sessions_deleted_one_by_one_or_by_filter_leave_nothing_in_memory()
    {
        var sessions = await AddSessionsAsync(_minute);
        foreach (var session in sessions.Take(50))
        {
            Assert.True(await _storage.DeleteSessionAsync(session.Id, Token));
        }

        foreach (var issuer in sessions.Select(session => session.Platform.Issuer!).Distinct(StringComparer.Ordinal))
        {
            await _storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer }, Token);
        }

        AssertEmpty();
    }

    [Fact]
    public async Task Expired_entries_leave_nothing_in_memory_after_a_cleanup()
    {
        await AddSessionsAsync(_minute);
        foreach (var session in await AddSessionsAsync(_minute))
        {
            await _storage.RenewSessionAsync(session.Id, 2 * _minute, Token);
            await _storage.StoreNonceAsync(Any.Nonce(), _minute, Token);
            await _storage.ClaimNonceAsync(Any.Nonce(), _minute, Token);
            await _storage.SaveRegistrationSessionAsync(Any.Registration(session.Id), _minute, Token);
        }

        _clock.Advance(2 * _minute);
        Assert.Equal(
            new CleanupResult { Nonces = 200, Sessions = 200, RegistrationSessions = 100, Completed = true }, await _storage.CleanupAsync(Token));

        AssertEmpty();
    }

    private void AssertEmpty() => Assert.Equal(_empty, Reachable.Count(_storage));

    private async Task<List<LtiSession>> AddSessionsAsync(TimeSpan lifetime)
    {
        string?[] users = ["ada", "grace", null];
        List<LtiSession> sessions = [.. Enumerable.Range(0, 100).Select(i => Any.Session($"issuer {i % 3}", $"client {i % 5}", $"deployment {i % 7}", users[i % 3]))];
        foreach (var session in sessions)
        {
            await _storage.AddSessionAsync(session, lifetime, Token);
        }

        return sessions;
    }
}
