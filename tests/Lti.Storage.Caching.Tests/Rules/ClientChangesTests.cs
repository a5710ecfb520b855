using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>The numbers of changes, where several come at once and while others look.</summary>
[CacheRule("H3", "H4")]
public sealed class ClientChangesTests
{
    private const int Trials = 10_000;

    private static readonly ClientName _name = new("https://platform.example", "client");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_ten_thousand_changes_none_lets_what_was_read_before_hold_at_any_moment()
    {
        var changes = new ClientChanges(capacity: 1000);
        var id = Guid.NewGuid();
        var slot = changes.SlotOf(id);
        var (before, under, ended) = (0L, 0, 0);
        var looking = Task.Run(
            () =>
            {
                var held = 0;
                while (Volatile.Read(ref ended) == 0)
                {
                    // Only what was read before a change that had begun when it was looked at counts.
                    var (trial, mark) = (Volatile.Read(ref under), Volatile.Read(ref before));
                    if (trial != 0 && changes.NothingSince(mark, slot, _name) && Volatile.Read(ref under) == trial)
                    {
                        held++;
                    }
                }

                return held;
            },
            Token);
        for (var trial = 1; trial <= Trials; trial++)
        {
            changes.Begin(id);
            Volatile.Write(ref before, changes.Last);
            Volatile.Write(ref under, trial);
            Thread.SpinWait(20);
            changes.End(id, mayHaveHappened: true);
            Volatile.Write(ref under, 0);
        }

        Volatile.Write(ref ended, 1);
        Assert.Equal(0, await looking);
    }

    [Fact]
    public async Task A_change_that_is_numbered_later_and_noted_first_keeps_its_number()
    {
        for (var trial = 0; trial < 10; trial++)
        {
            var changes = new ClientChanges(capacity: 100_000);
            var id = IdOf(changes, slot => slot > changes.AnyName / 2);

            // It is numbered first, and comes to the client's slot when it has noted half of the others.
            var ofAll = Task.Run(changes.AddAll, Token);
            SpinWait.SpinUntil(() => changes.Last == 1);
            changes.Add(id);
            await ofAll;

            Assert.False(changes.NothingSince(change: 1, changes.SlotOf(id), _name));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_holds_no_more_leaves_the_cache_when_it_is_asked_for(bool byName)
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        if (byName)
        {
            await cached.Memory.DeleteClientAsync(config.LtiClientId, Token);
            await cached.Storage.AddClientAsync(Any.Client(key.Issuer, key.ClientId), Token);
        }
        else
        {
            await cached.Storage.DeleteClientAsync(config.LtiClientId, Token);
        }

        Assert.Null(await cached.FindAsync(key));
        Assert.Equal((0, 0, 1, 0), cached.Storage.Launches!.Counts);
    }

    private static Guid IdOf(ClientChanges changes, Func<int, bool> isFit)
    {
        Guid id;
        do
        {
            id = Guid.NewGuid();
        }
        while (!isFit(changes.SlotOf(id)));
        return id;
    }
}
