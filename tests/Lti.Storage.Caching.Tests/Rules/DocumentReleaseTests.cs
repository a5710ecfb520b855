using System.Diagnostics.Metrics;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A session's document leaves the memory when the session is dropped and within a minute after it has expired.</summary>
[CacheRule("H9")]
public sealed class DocumentReleaseTests
{
    private const int Sessions = 50;

    private static readonly string _issuer = Any.Issuer();

    private static readonly Dictionary<string, Func<Node, Task>> _ends = new(StringComparer.Ordinal)
    {
        ["deleted"] = node => node.ForEachAsync(id => node.Storage.DeleteSessionAsync(id, Token).AsTask()),
        ["deleted by filter"] = node => node.Storage.DeleteSessionsAsync(new SessionFilter { Issuer = _issuer }, Token).AsTask(),
        ["renewed"] = node => node.ForEachAsync(id => node.Storage.RenewSessionAsync(id, cancellationToken: Token).AsTask()),
        ["reported as deleted"] = node => node.ForEachAsync(id =>
        {
            node.Hub.SessionDeleted(id);
            return Task.CompletedTask;
        }),
        ["reported with everything"] = node =>
        {
            node.Hub.EverythingChanged();
            return Task.CompletedTask;
        },
        ["expired"] = node =>
        {
            // The session's lifetime is a minute and the sweep comes within another.
            node.Clock.Advance(TimeSpan.FromMinutes(2));
            return Task.CompletedTask;
        },
        ["cached for their lifetime"] = node =>
        {
            node.Clock.Advance(TimeSpan.FromMinutes(6));
            return Task.CompletedTask;
        },
        ["evicted"] = node => node.EvictAsync(),
        ["disposed with the cache"] = node => node.Storage.DisposeAsync().AsTask(),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The ways in which a session leaves the cache.</summary>
    public static TheoryData<string> Ends { get; } = [.. _ends.Keys];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Document_of_a_dropped_session_leaves_the_memory(string end)
    {
        await using var node = new Node();
        await node.FillAsync(end == "expired" ? TimeSpan.FromMinutes(1) : null);
        Assert.Equal(Sessions, node.Inner.CountAlive());

        await _ends[end](node);

        Assert.Equal(0, node.Inner.CountAlive());
    }

    [Fact]
    public async Task Document_of_an_overtaken_load_leaves_the_memory()
    {
        await using var cached = new CachedStorage();
        for (var i = 0; i < Sessions; i++)
        {
            var session = await cached.LaunchAsync();
            var held = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
            var find = cached.FindAsync(session.Id);
            await held.Reached;
            await cached.Storage.DeleteSessionsAsync(new SessionFilter { Issuer = _issuer }, Token);
            held.Release();
            await find;
        }

        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
        Assert.Equal(0, cached.Storage.Sessions.Bytes);
    }

    [Fact]
    public async Task Load_that_completes_after_disposal_is_not_cached()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        var launchHeld = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
        var sessionHeld = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
        var (launchFind, sessionFind) = (cached.FindAsync(key), cached.FindAsync(session.Id));

        await cached.Storage.DisposeAsync();
        launchHeld.Release();
        sessionHeld.Release();

        Assert.NotNull(await launchFind);
        Assert.NotNull(await sessionFind);
        Assert.Equal((0, 0, 0, 0), cached.Storage.Clients!.Launches.Counts);
        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
    }

    [Fact]
    public async Task Document_of_a_load_leaves_at_once_if_a_change_begins_while_it_is_cached()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        var held = cached.Inner.Hold(nameof(ILtiStorage.DeleteSessionsAsync), FaultMoment.Before);
        Task<long>? deletion = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, cached.Storage.Meter) && instrument.Name == CachingMetrics.Bytes)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
            deletion ??= cached.Storage.DeleteSessionsAsync(new SessionFilter { Issuer = _issuer }, Token).AsTask());
        listener.Start();

        Assert.Equal(session, await cached.FindAsync(session.Id));

        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
        Assert.Equal(0, cached.Storage.Sessions.Bytes);
        held.Release();
        await deletion!;
    }

    [Fact]
    public async Task Expired_launches_are_removed_without_a_find()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync();
        var (byDefault, _) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
        await cached.FindAsync(key);
        await cached.FindAsync(byDefault with { DeploymentId = "not stored" });
        await cached.FindAsync(Any.LaunchKey());
        Assert.Equal((1, 1, 1, 0), cached.Storage.Clients!.Launches.Counts);

        cached.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 1, 0, 0), cached.Storage.Clients.Launches.Counts);
        cached.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal((0, 0, 0, 0), cached.Storage.Clients.Launches.Counts);
    }

    [Fact]
    public async Task Launches_of_a_deleted_client_are_removed_by_the_next_sweep()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.FindAsync(key);

        await cached.Storage.DeleteClientAsync(config.ClientKey, Token);
        cached.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((0, 0, 0, 0), cached.Storage.Clients!.Launches.Counts);
    }

    /// <summary>A cache around a storage that counts its copies.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly List<Guid> _ids = [];

        public Node()
        {
            Inner = new(Clock);
            Storage = Inner.WithCaching(new CachingOptions { SessionCacheBytes = 500_000, Jitter = 0 }, Hub, Clock);
        }

        public FakeTimeProvider Clock { get; } = new();

        public InvalidationHub Hub { get; } = new();

        public CopyingStorage Inner { get; }

        public ILtiStorage Storage { get; }

        public async Task FillAsync(TimeSpan? lifetime = null)
        {
            for (var i = 0; i < Sessions; i++)
            {
                var session = Any.Session(_issuer);
                await Inner.AddSessionAsync(session, lifetime, Token);
                await Storage.FindSessionAsync(session.Id, Token);
                _ids.Add(session.Id);
            }
        }

        public async Task ForEachAsync(Func<Guid, Task> act)
        {
            foreach (var id in _ids)
            {
                await act(id);
            }
        }

        /// <summary>Finds so many other sessions that none of the first stays.</summary>
        public async Task EvictAsync()
        {
            var before = _ids.Count;
            while (_ids.Count < 10 * before)
            {
                await FillAsync();
            }

            // The newest stay in the cache: report them as deleted, so that only the first could be alive.
            foreach (var id in _ids.Skip(before))
            {
                Hub.SessionDeleted(id);
            }
        }

        public ValueTask DisposeAsync() => Storage.DisposeAsync();
    }
}
