using Lti.Storage.Caching.Internal.Changes;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Tests the numbers of changes under concurrent changes and checks.</summary>
[CacheRule("H3", "H4")]
public sealed class ChangeLogTests
{
    private const int Trials = 10_000;
    private const int Slot = 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The slots that a change may name: a key's own, or the one of all keys.</summary>
    public static TheoryData<bool> Scopes { get; } = [false, true];

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Load_that_began_before_a_change_holds_at_no_moment_during_or_after_it(bool isOfAllKeys)
    {
        var changes = new ChangeLog(slots: 1024);
        var slot = isOfAllKeys ? changes.AllKeys : Slot;
        var (before, current, ended) = (0L, 0, 0);
        var checking = Task.Run(
            () =>
            {
                var held = 0;
                while (Volatile.Read(ref ended) == 0)
                {
                    // Counts only checks that fell into one and the same trial.
                    var (trial, number) = (Volatile.Read(ref current), Volatile.Read(ref before));
                    if (trial != 0 && changes.NothingSince(number, Slot) && Volatile.Read(ref current) == trial)
                    {
                        held++;
                    }
                }

                return held;
            },
            Token);
        for (var trial = 1; trial <= Trials; trial++)
        {
            changes.Begin(slot);
            Volatile.Write(ref before, changes.Last);
            Volatile.Write(ref current, trial);
            Thread.SpinWait(20);
            changes.Mark(slot);
            changes.End(slot);
            Volatile.Write(ref current, 0);
        }

        Volatile.Write(ref ended, 1);
        Assert.Equal(0, await checking);
    }

    [Fact]
    public void Slot_keeps_the_higher_number_of_two_changes_in_any_order()
    {
        var changes = new ChangeLog(slots: 1024);

        changes.Mark(Slot, number: 2);
        changes.Mark(Slot, number: 1);

        Assert.False(changes.NothingSince(1, Slot));
        Assert.True(changes.NothingSince(2, Slot));
    }

    [Fact]
    public void Change_of_one_slot_leaves_loads_of_other_slots_valid()
    {
        var changes = new ChangeLog(slots: 1024);
        changes.Begin(Slot);
        changes.Mark(Slot);

        Assert.True(changes.NothingSince(0, Slot + 1));
        Assert.False(changes.ChangedSince(0, Slot + 1));
        Assert.True(changes.ChangedSince(0, Slot));
        Assert.False(changes.NothingSince(changes.Last, Slot));

        changes.End(Slot);
        Assert.True(changes.NothingSince(changes.Last, Slot));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Overtaken_launch_leaves_the_cache_when_it_is_asked_for(bool isByName)
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        if (isByName)
        {
            await cached.Memory.DeleteClientAsync(config.ClientKey, Token);
            await cached.Storage.AddClientAsync(Any.Client(key.Issuer, key.ClientId), Token);
        }
        else
        {
            await cached.Storage.DeleteClientAsync(config.ClientKey, Token);
        }

        Assert.Null(await cached.FindAsync(key));
        Assert.Equal((0, 0, 1, 0), cached.Storage.Clients!.Launches.Counts);
    }
}
