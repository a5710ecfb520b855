using Lti.Storage.Caching.Internal;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Caching.Internal.Sessions;
using Lti.Storage.Conformance.Faults;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A session that is handed out by one look at its entry is no staler than one for which everything was looked at.</summary>
[CacheRule("H3")]
public sealed class ReadySessionTests
{
    private const int Trials = 10_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_is_being_changed_is_read_through_and_gone_afterwards()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();
        ready.Cache.BeginChange(session.Id);
        await ready.Inner.DeleteSessionAsync(session.Id, Token);

        Assert.Null(await ready.FindAsync(session));
        Assert.Null(await ready.FindAsync(session));

        ready.Cache.EndDeletion(session.Id, ChangeOutcome.Answered);
        Assert.Null(await ready.FindAsync(session));
    }

    [Fact]
    public async Task Sessions_are_read_through_while_many_are_being_deleted_and_gone_afterwards()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();
        ready.Cache.BeginDeletionOfMany();
        await ready.Inner.DeleteSessionAsync(session.Id, Token);

        Assert.Null(await ready.FindAsync(session));
        Assert.Null(await ready.FindAsync(session));

        ready.Cache.EndDeletionOfMany(ChangeOutcome.Answered);
        Assert.Null(await ready.FindAsync(session));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_report_leaves_no_session_ready(bool isOfAll)
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();
        await ready.Inner.DeleteSessionAsync(session.Id, Token);

        if (isOfAll)
        {
            ready.Cache.InvalidateAll(CachingMetrics.ReportSource);
        }
        else
        {
            ready.Cache.Invalidate(session.Id, CachingMetrics.ReportSource);
        }

        Assert.Null(await ready.FindAsync(session));
    }

    [Fact]
    public async Task What_a_load_puts_there_while_the_session_is_being_changed_does_not_become_ready()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchAsync();
        await ready.MoveAsync();
        var held = ready.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
        var early = ready.FindAsync(session);
        await held.Reached;
        ready.Cache.BeginChange(session.Id);
        held.Release();
        Assert.NotNull(await early);
        await ready.Inner.DeleteSessionAsync(session.Id, Token);

        Assert.Null(await ready.FindAsync(session));
        Assert.Null(await ready.FindAsync(session));
    }

    [Fact]
    public async Task A_change_that_did_not_happen_leaves_the_session_in_the_cache()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();

        ready.Cache.BeginChange(session.Id);
        ready.Cache.EndDeletion(session.Id, ChangeOutcome.NotApplied);
        Assert.Equal(session, await ready.FindAsync(session));
        ready.Cache.BeginDeletionOfMany();
        ready.Cache.EndDeletionOfMany(ChangeOutcome.NotApplied);
        Assert.Equal(session, await ready.FindAsync(session));

        Assert.Equal(1, ready.Loads);
    }

    [Fact]
    public async Task Whoever_has_looked_before_a_change_makes_no_entry_ready_after_it()
    {
        var session = Any.Session();
        for (var trial = 0; trial < Trials; trial++)
        {
            var entry = new SessionEntry(session, new Load(0, default), default);
            using var begun = new ManualResetEventSlim();
            var looking = Task.Run(
                () =>
                {
                    begun.Set();
                    for (var until = 1; until <= 100; until++)
                    {
                        entry.MakeReady(until);
                    }
                },
                Token);
            begun.Wait(Token);
            entry.MakeUnready();
            await looking;

            Assert.False(entry.IsReady(0));
        }
    }

    // Whoever begins when the storage has changed may meet the entry still, and look at the change when that has ended.
    [Fact]
    public async Task Of_ten_thousand_deletions_none_is_overlooked_by_a_find_that_begins_while_it_is_being_answered()
    {
        for (var trial = 0; trial < Trials; trial++)
        {
            await using var ready = new ReadySessions();
            var session = await ready.LaunchAsync();
            await ready.FindAsync(session);
            ready.Cache.BeginChange(session.Id);
            await ready.Inner.DeleteSessionAsync(session.Id, Token);
            using var together = new Barrier(2);
            var finding = Task.Run(
                () =>
                {
                    together.SignalAndWait(Token);
                    return ready.FindAsync(session);
                },
                Token);
            together.SignalAndWait(Token);
            Thread.SpinWait(trial % 32);
            ready.Cache.EndDeletion(session.Id, ChangeOutcome.Answered);

            Assert.Null(await finding);
        }
    }

    // By the system's clock, and while another goes on finding what is deleted.
    [Fact]
    public async Task Of_ten_thousand_sessions_that_were_found_again_and_again_none_is_found_after_its_deletion()
    {
        await using var storage = new InMemoryLtiStorage().WithCaching();
        var session = Any.Session();
        using var end = new CancellationTokenSource();
        var finding = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    await storage.FindSessionAsync(session.Id, Token);
                }
            },
            Token);
        for (var trial = 0; trial < Trials; trial++)
        {
            session = Any.Session(Any.Issuer());
            await storage.AddSessionAsync(session, cancellationToken: Token);
            for (var find = 0; find < 4; find++)
            {
                Assert.NotNull(await storage.FindSessionAsync(session.Id, Token));
            }

            if (trial % 2 == 0)
            {
                await storage.DeleteSessionAsync(session.Id, Token);
            }
            else
            {
                await storage.DeleteSessionsAsync(new SessionFilter { Issuer = session.Platform.Issuer! }, Token);
            }

            Assert.Null(await storage.FindSessionAsync(session.Id, Token));
        }

        await end.CancelAsync();
        await finding;
    }

    [Fact, CacheRule("H7")]
    public async Task Each_hit_counts()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();
        var before = ready.Counted[CachingMetrics.Hits, CachingMetrics.SessionCache];

        for (var find = 0; find < 5; find++)
        {
            Assert.False(await ready.IsClockAskedAsync(session));
        }

        Assert.Equal(before + 5, ready.Counted[CachingMetrics.Hits, CachingMetrics.SessionCache]);
        Assert.Equal(1, ready.Counted[CachingMetrics.Misses, CachingMetrics.SessionCache]);
    }
}
