using System.Text;
using System.Transactions;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A session that was certainly added is cached as a find would return it.</summary>
[CacheRule("H10")]
public sealed class AddedSessionTests
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Additions { get; } = [.. All.Keys];

    public static TheoryData<string, string> Overtakings { get; } =
        [.. All.Keys.SelectMany(addition => Overtaken.Keys.Select(change => (addition, change)))];

    private static Dictionary<string, Func<ILtiStorage, LtiSession, TimeSpan?, Task<NonceOutcome>>> All => new(StringComparer.Ordinal)
    {
        ["add a session"] = async (storage, session, lifetime) =>
        {
            await storage.AddSessionAsync(session, lifetime);
            return NonceOutcome.Consumed;
        },
        ["complete a launch"] = async (storage, session, lifetime) =>
        {
            var nonce = Any.Nonce();
            await storage.StoreNonceAsync(nonce);
            return await storage.CompleteLaunchAsync(nonce, session, lifetime);
        },
        ["complete a launch of a login"] = async (storage, session, lifetime) =>
        {
            var login = LtiLogin.Create(session.Platform.Issuer!, session.Platform.ClientId!);
            await storage.BeginLoginAsync(login);
            return await storage.CompleteLaunchAsync(login, session, lifetime);
        },
    };

    private static Dictionary<string, Func<CachedStorage, InvalidationHub, LtiSession, Task>> Overtaken => new(StringComparer.Ordinal)
    {
        ["deleted"] = (cached, hub, session) => cached.Storage.DeleteSessionAsync(session.Id).AsTask(),
        ["deleted by filter"] = (cached, hub, session) => cached.Storage.DeleteSessionsAsync(FilterOf(session)).AsTask(),
        ["deletion reported"] = async (cached, hub, session) =>
        {
            await cached.Memory.DeleteSessionAsync(session.Id);
            hub.SessionDeleted(session.Id);
        },
        ["everything reported"] = async (cached, hub, session) =>
        {
            await cached.Memory.DeleteSessionAsync(session.Id);
            hub.EverythingChanged();
        },
    };

    private static string[] AddingOperations { get; } = [nameof(ILtiStorage.AddSessionAsync), nameof(ILtiStorage.CompleteLaunchAsync)];

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Added_session_is_a_hit_and_equals_the_stored_one(string addition)
    {
        foreach (var lifetime in new TimeSpan?[] { null, _hour })
        {
            foreach (var session in new[] { Any.Session(), Untidy() })
            {
                await using var cached = new CachedStorage();
                Assert.Equal(NonceOutcome.Consumed, await All[addition](cached.Storage, session, lifetime));
                cached.Clock.Advance(TimeSpan.FromMinutes(1));

                var found = await cached.FindAsync(session.Id);

                Assert.Equal(0, cached.Inner.CallsOf(CachedStorage.SessionFinds));
                var stored = await cached.Memory.FindSessionAsync(session.Id, Token);
                Assert.Equal(stored, found);
                Assert.Equal(stored!.ExpiresAt, found!.ExpiresAt);
                Assert.Equal(stored.Utf8Document.ToArray(), found.Utf8Document.ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Default_lifetime_is_that_of_the_inner_storage(string addition)
    {
        var clock = new FakeTimeProvider();
        var memory = new InMemoryLtiStorage(new LtiStorageOptions { SessionLifetime = TimeSpan.FromMinutes(2) }, clock);
        await using var cached = new CachedStorage(memory: memory, clock: clock);
        var session = Any.Session();
        await All[addition](cached.Storage, session, null);
        Assert.Equal(clock.GetUtcNow().AddMinutes(2), (await cached.FindAsync(session.Id))!.ExpiresAt);
        Assert.Equal(0, cached.Inner.CallsOf(CachedStorage.SessionFinds));

        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Lifetimes_count_from_before_the_call(string addition)
    {
        await using var cached = new CachedStorage();
        var session = Any.Session();
        var held = cached.Inner.Hold(AddingOperations, FaultMoment.After);
        var before = cached.Clock.GetUtcNow();
        var adding = All[addition](cached.Storage, session, _hour);
        await held.Reached;
        cached.Clock.Advance(TimeSpan.FromMinutes(4));
        held.Release();
        await adding;

        Assert.Equal(before + _hour, (await cached.FindAsync(session.Id))!.ExpiresAt);
        Assert.Equal(0, cached.Inner.CallsOf(CachedStorage.SessionFinds));
        cached.Clock.Advance(TimeSpan.FromMinutes(1));
        await cached.FindAsync(session.Id);
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Theory]
    [MemberData(nameof(Overtakings))]
    public async Task Change_during_the_call_wins(string addition, string change)
    {
        var hub = new InvalidationHub();
        await using var cached = new CachedStorage(invalidation: hub);
        var session = Any.Session();
        var held = cached.Inner.Hold(AddingOperations, FaultMoment.After);
        var adding = All[addition](cached.Storage, session, null);
        await held.Reached;

        await Overtaken[change](cached, hub, session);
        held.Release();
        await adding;

        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Theory]
    [MemberData(nameof(Overtakings))]
    public async Task Change_after_the_call_wins(string addition, string change)
    {
        var hub = new InvalidationHub();
        await using var cached = new CachedStorage(invalidation: hub);
        var session = Any.Session();
        await All[addition](cached.Storage, session, null);
        Assert.Equal((1, 0), cached.Storage.Sessions!.Counts);

        await Overtaken[change](cached, hub, session);

        Assert.Equal((0, 0), cached.Storage.Sessions.Counts);
        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Theory]
    [InlineData("add a session", nameof(ILtiStorage.DeleteSessionAsync))]
    [InlineData("complete a launch", nameof(ILtiStorage.DeleteSessionAsync))]
    [InlineData("complete a launch", nameof(ILtiStorage.DeleteSessionsAsync))]
    public async Task Deletion_that_ends_after_the_call_wins(string addition, string operation)
    {
        await using var cached = new CachedStorage();
        var session = Any.Session();
        var adding = cached.Inner.Hold(AddingOperations, FaultMoment.After);
        var added = All[addition](cached.Storage, session, null);
        await adding.Reached;
        var deleting = cached.Inner.Hold(operation, FaultMoment.After);
        var deleted = operation == nameof(ILtiStorage.DeleteSessionAsync)
            ? cached.Storage.DeleteSessionAsync(session.Id, Token).AsTask()
            : (Task)cached.Storage.DeleteSessionsAsync(FilterOf(session), Token).AsTask();
        await deleting.Reached;

        adding.Release();
        await added;
        Assert.Null(await cached.FindAsync(session.Id));
        deleting.Release();
        await deleted;

        Assert.Null(await cached.FindAsync(session.Id));
        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Failed_addition_keeps_nothing_even_if_it_happened(string addition)
    {
        foreach (var moment in new[] { FaultMoment.Before, FaultMoment.After })
        {
            await using var cached = new CachedStorage();
            var session = Any.Session();
            cached.Inner.Hold(AddingOperations, moment).Fail(new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));

            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => All[addition](cached.Storage, session, null));

            Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
            Assert.Equal(await cached.Memory.FindSessionAsync(session.Id, Token), await cached.FindAsync(session.Id));
        }
    }

    [Fact]
    public async Task Refused_launch_keeps_nothing()
    {
        await using var cached = new CachedStorage();
        var (expired, used) = (Any.Nonce(), Any.Nonce());
        await cached.Storage.StoreNonceAsync(expired, TimeSpan.FromSeconds(1), Token);
        cached.Clock.Advance(TimeSpan.FromSeconds(1));
        await cached.Storage.ClaimNonceAsync(used, cancellationToken: Token);
        var login = LtiLogin.Create("https://lms.example.edu", "client");

        Assert.Equal(NonceOutcome.Unknown, await cached.Storage.CompleteLaunchAsync(Any.Nonce(), Any.Session(), null, Token));
        Assert.Equal(NonceOutcome.Expired, await cached.Storage.CompleteLaunchAsync(expired, Any.Session(), null, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await cached.Storage.CompleteLaunchAsync(used, Any.Session(), null, Token));
        Assert.Equal(NonceOutcome.Unknown, await cached.Storage.CompleteLaunchAsync(login, Any.Session(), null, Token));

        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
    }

    [Fact]
    public async Task Rejected_session_keeps_nothing_and_a_taken_id_keeps_the_stored_session()
    {
        await using var cached = new CachedStorage();
        var session = Any.Session();
        await cached.Storage.AddSessionAsync(session, cancellationToken: Token);
        var other = LtiSession.FromDocument(session.Id, Any.Session(Any.Issuer()).Utf8Document.Span);

        await Assert.ThrowsAsync<LtiConflictException>(() => cached.Storage.AddSessionAsync(other, cancellationToken: Token).AsTask());
        Assert.Equal(session, await cached.FindAsync(session.Id));

        var rejected = LtiSession.FromDocument(Guid.NewGuid(), "[]"u8);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => cached.Storage.AddSessionAsync(rejected, cancellationToken: Token).AsTask());
        Assert.Equal((1, 0), cached.Storage.Sessions!.Counts);
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Session_over_the_bound_is_not_kept(string addition)
    {
        await using var cached = new CachedStorage(new CachingOptions { SessionCacheBytes = 4096 });
        var session = LtiSession.FromClaims(
            Encoding.UTF8.GetBytes(Any.Claims("https://lms.example.edu", "client", "1", new string('u', 4096))), "client");

        await All[addition](cached.Storage, session, null);

        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
        Assert.Equal(session, await cached.FindAsync(session.Id));
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Session_added_in_a_transaction_is_not_kept(string addition)
    {
        await using var cached = new CachedStorage();
        var session = Any.Session();
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await All[addition](cached.Storage, session, null);
        }

        // The transaction was rolled back. Memory takes no part in it.
        await cached.Memory.DeleteSessionAsync(session.Id, Token);
        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Fact]
    public async Task Find_during_the_call_neither_waits_nor_leaves_an_older_answer()
    {
        await using var cached = new CachedStorage();
        var session = Any.Session();
        var held = cached.Inner.Hold(AddingOperations, FaultMoment.Before);
        var adding = cached.Storage.AddSessionAsync(session, cancellationToken: Token).AsTask();
        await held.Reached;

        Assert.Null(await cached.FindAsync(session.Id));
        held.Release();
        await adding;

        Assert.Equal(session, await cached.FindAsync(session.Id));
        cached.AssertNoLeftovers();
    }

    [Fact]
    public async Task Sixty_four_callers_that_add_and_delete_sessions_never_find_a_deleted_one()
    {
        await using var cached = new CachedStorage();
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (caller, _) =>
        {
            for (var i = 0; i < 200; i++)
            {
                var session = Any.Session();
                var adding = cached.Storage.AddSessionAsync(session, cancellationToken: Token).AsTask();
                var deleting = Task.Run(() => cached.Storage.DeleteSessionAsync(session.Id, Token).AsTask(), Token);
                var finding = Task.Run(() => cached.FindAsync(session.Id), Token);
                await Task.WhenAll(adding, deleting, finding);
                Assert.Equal(await cached.Memory.FindSessionAsync(session.Id, Token), await cached.FindAsync(session.Id));
                await cached.Storage.DeleteSessionAsync(session.Id, Token);
                Assert.Null(await cached.FindAsync(session.Id));
            }
        });
        cached.AssertNoLeftovers();
    }

    private static SessionFilter FilterOf(LtiSession session) => new() { Issuer = session.Platform.Issuer! };

    /// <summary>A session whose stored form is another text: it has white space and a duplicate member.</summary>
    private static LtiSession Untidy()
    {
        var document = Encoding.UTF8.GetString(Any.Session().Utf8Document.Span);
        return LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes($$"""{ "x": 1, "x": 2.50, {{document[1..]}}"""));
    }
}
