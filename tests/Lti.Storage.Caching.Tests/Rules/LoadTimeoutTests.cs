using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>
/// Every find of a cache is bounded by <see cref="CachingOptions.LoadTimeout"/> and by its caller's token in every state.
/// </summary>
[CacheRule("H2")]
public sealed class LoadTimeoutTests
{
    private const string Adding = "the session is being added";

    private static readonly TimeSpan _timeout = new CachingOptions().LoadTimeout;

    private static readonly string[] _finds =
        [CachedStorage.Finds, nameof(ILtiStorage.FindClientAsync), nameof(ILtiStorage.FindClientsAsync), CachedStorage.SessionFinds];

    private static readonly Dictionary<string, Func<CachedStorage, LaunchKey, ClientKey, Guid, Task>> _states = new(StringComparer.Ordinal)
    {
        ["nothing else happens"] = (_, _, _, _) => Task.CompletedTask,
        [Adding] = (cached, _, _, _) => HangAsync(
            cached, nameof(ILtiStorage.AddSessionAsync), storage => storage.AddSessionAsync(Any.Session()).AsTask()),
        ["the session is being renewed"] = (cached, _, _, session) => HangAsync(
            cached, nameof(ILtiStorage.RenewSessionAsync), storage => storage.RenewSessionAsync(session).AsTask()),
        ["the session is being deleted"] = (cached, _, _, session) => HangAsync(
            cached, nameof(ILtiStorage.DeleteSessionAsync), storage => storage.DeleteSessionAsync(session).AsTask()),
        ["many sessions are being deleted"] = (cached, key, _, _) => HangAsync(
            cached,
            nameof(ILtiStorage.DeleteSessionsAsync),
            storage => storage.DeleteSessionsAsync(new SessionFilter { Issuer = key.Issuer }).AsTask()),
        ["the client is being saved"] = (cached, key, _, _) => HangAsync(
            cached, nameof(ILtiStorage.SaveLaunchConfigAsync), storage => storage.SaveConfigAsync(key, Any.Endpoints).AsTask()),
        ["the client is being deleted"] = (cached, _, client, _) => HangAsync(
            cached, nameof(ILtiStorage.DeleteClientAsync), storage => storage.DeleteClientAsync(client).AsTask()),
        ["an earlier load was overtaken"] = async (cached, key, client, session) =>
        {
            HangFinds(cached);
            _ = cached.FindAsync(key);
            _ = cached.FindAsync(session);
            await cached.Storage.UpdateClientAsync(client, new ClientUpdate { Name = "New" });
            await cached.Storage.RenewSessionAsync(session);
        },
        ["everything was reported as changed"] = (cached, _, _, _) =>
        {
            ((IInvalidationListener)cached.Storage).EverythingChanged();
            return Task.CompletedTask;
        },
        ["the cache was disposed"] = (cached, _, _, _) => cached.Storage.DisposeAsync().AsTask(),
    };

    /// <summary>The states that a find may meet.</summary>
    public static TheoryData<string> States { get; } = [.. _states.Keys];

    // A find without a bound would hang. The test then fails after a minute.
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(States))]
    public async Task Hanging_find_ends_at_the_load_timeout(string state)
    {
        await using var cached = new CachedStorage();
        var finds = await HangAsync(cached, state, CancellationToken.None);

        cached.Clock.Advance(_timeout - TimeSpan.FromTicks(1));
        Assert.All(finds, find => Assert.False(find.IsCompleted));
        cached.Clock.Advance(TimeSpan.FromTicks(1));

        foreach (var find in finds)
        {
            var error =
                await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => find.WaitAsync(TestContext.Current.CancellationToken));
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        }

        // An addition is a load until it ends.
        if (state != Adding)
        {
            cached.AssertNoLeftovers();
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(States))]
    public async Task Hanging_find_ends_when_its_caller_cancels(string state)
    {
        await using var cached = new CachedStorage();
        using var cancel = new CancellationTokenSource();
        var finds = await HangAsync(cached, state, cancel.Token);
        Assert.All(finds, find => Assert.False(find.IsCompleted));

        await cancel.CancelAsync();

        foreach (var find in finds)
        {
            var error =
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => find.WaitAsync(TestContext.Current.CancellationToken));
            Assert.Equal(cancel.Token, error.CancellationToken);
        }
    }

    /// <summary>Brings a cache into a state and starts a find of each kind that hangs and ignores its token.</summary>
    private static async Task<List<Task>> HangAsync(CachedStorage cached, string state, CancellationToken cancellationToken)
    {
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await _states[state](cached, key, config.ClientKey, session.Id);
        HangFinds(cached);
        return [
            cached.Storage.FindLaunchConfigAsync(key, cancellationToken).AsTask(),
            cached.Storage.FindClientAsync(key.Issuer, key.ClientId, cancellationToken).AsTask(),
            cached.Storage.FindClientsAsync(key.Issuer, cancellationToken: cancellationToken).AsTask(),
            cached.Storage.FindSessionAsync(session.Id, cancellationToken).AsTask(),
        ];
    }

    private static void HangFinds(CachedStorage cached)
    {
        foreach (var find in _finds)
        {
            cached.Inner.Hold([find], FaultMoment.Before, heedsToken: false);
        }
    }

    private static async Task HangAsync(CachedStorage cached, string operation, Func<ILtiStorage, Task> change)
    {
        var held = cached.Inner.Hold([operation], FaultMoment.Before, heedsToken: false);
        _ = change(cached.Storage);
        await held.Reached;
    }
}
