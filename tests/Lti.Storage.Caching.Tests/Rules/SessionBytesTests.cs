using System.Text;
using Lti.Storage.Caching.Internal;
using Lti.Storage.Caching.Internal.Sessions;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>The session cache is bounded by bytes.</summary>
[CacheRule("H9")]
public sealed class SessionBytesTests
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thousand_sessions_of_one_MiB_stay_within_64_MiB()
    {
        const int Budget = 64 * MiB;
        var inner = new GeneratingStorage(MiB);
        await using var storage = (CachingLtiStorage)inner.WithCaching();

        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), Token, async (_, token) =>
        {
            var session = await storage.FindSessionAsync(Guid.NewGuid(), token);

            // The first look at a member parses the document.
            Assert.Equal(1, session!.Document.GetProperty("x").GetArrayLength());
            Assert.InRange(storage.Sessions!.Bytes, 1, Budget);
        });

        Assert.InRange(storage.Sessions!.Counts.Sessions, 10, Budget / (3 * MiB));
        Assert.InRange(inner.CountAlive(), 10, Budget / (3 * MiB));
    }

    [Fact]
    public async Task Session_over_the_whole_budget_is_not_cached_and_evicts_nothing()
    {
        await using var cached = new CachedStorage(new CachingOptions { SessionCacheBytes = 16 * 1024, Jitter = 0 });
        var small = await cached.LaunchAsync();
        await cached.FindAsync(small.Id);
        var large = Large(16 * 1024);
        await cached.Memory.AddSessionAsync(large, cancellationToken: Token);

        Assert.Equal(large, await cached.FindAsync(large.Id));
        Assert.Equal(large, await cached.FindAsync(large.Id));

        Assert.Equal(3, cached.Inner.CallsOf(CachedStorage.SessionFinds));
        Assert.Equal((1, 0), cached.Storage.Sessions!.Counts);
        Assert.Equal(small, await cached.FindAsync(small.Id));
        Assert.Equal(3, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Fact]
    public void Weight_of_a_session_covers_its_memory()
    {
        const int Sessions = 500;
        var held = new LtiSession[Sessions];
        var document = Large(8 * 1024).Utf8Document;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Sessions; i++)
        {
            held[i] = LtiSession.FromDocument(Guid.NewGuid(), document.Span, DateTimeOffset.UnixEpoch);
            Assert.NotNull(held[i].User);
        }

        // The parser's own work is allocated too, so this is more than what stays.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, held.Sum(SessionWeight.Of));
    }

    [Fact, CacheRule("H7")]
    public async Task Bytes_metric_is_the_size_of_the_cached_sessions()
    {
        await using var cached = new CachedStorage(new CachingOptions { SessionCacheBytes = 16 * 1024, Jitter = 0 });
        using var counted = new Counted(cached.Storage.Meter);
        for (var i = 0; i < 50; i++)
        {
            var (kept, deleted) = (await cached.LaunchAsync(), await cached.LaunchAsync());
            await cached.FindAsync(kept.Id);
            await cached.FindAsync(deleted.Id);
            await cached.Storage.DeleteSessionAsync(deleted.Id, Token);
            AssertCounted();
        }

        Assert.NotEqual(0, cached.Storage.Sessions!.Bytes);
        cached.Clock.Advance(TimeSpan.FromMinutes(6));
        AssertCounted();
        Assert.Equal(0, cached.Storage.Sessions.Bytes);

        await cached.FindAsync((await cached.LaunchAsync()).Id);
        AssertCounted();
        Assert.NotEqual(0, cached.Storage.Sessions.Bytes);
        await cached.DisposeAsync();
        AssertCounted();
        Assert.Equal(0, cached.Storage.Sessions.Bytes);

        void AssertCounted() => Assert.Equal(cached.Storage.Sessions!.Bytes, counted[CachingMetrics.Bytes, CachingMetrics.SessionCache]);
    }

    private static LtiSession Large(int bytes) => LtiSession.FromClaims(
        Encoding.UTF8.GetBytes(Any.Claims("https://lms.example.edu", "client", "1", "user").Replace(
            "\"name\":", $"\"padding\": \"{new string('x', bytes)}\", \"name\":", StringComparison.Ordinal)),
        "client");

    /// <summary>Makes a large session for each id.</summary>
    private sealed class GeneratingStorage(int bytes) : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        private readonly System.Collections.Concurrent.ConcurrentBag<WeakReference> _made = [];
        private readonly byte[] _document = Encoding.UTF8.GetBytes($$"""{"x":["{{new string('x', bytes - 10)}}"]}""");

        public int CountAlive()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return _made.Count(session => session.IsAlive);
        }

        public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            var session = LtiSession.FromDocument(id, _document, TimeProvider.System.GetUtcNow().AddHours(1));
            _made.Add(new(session));
            return new(session);
        }
    }
}
