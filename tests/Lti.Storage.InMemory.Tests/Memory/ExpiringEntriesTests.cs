using System.Globalization;
using Lti.Storage.InMemory.Internal;

namespace Lti.Storage.InMemory.Tests.Memory;

public sealed class ExpiringEntriesTests
{
    private static readonly DateTimeOffset _start = DateTimeOffset.UnixEpoch;
    private readonly ExpiringEntries<string, int> _entries = new();

    [Fact]
    public void What_comes_and_goes_does_not_pile_up_until_its_expiry()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var key = i.ToString(CultureInfo.InvariantCulture);
            _entries.Set(key, i, _start.AddDays(1));
            Assert.True(_entries.Remove(key, out _, out _));
        }

        Assert.InRange(Reachable.Count(_entries), 0, 100);
    }

    [Fact]
    public void An_entry_that_is_moved_to_and_fro_does_not_pile_up()
    {
        for (var i = 0; i < 20_000; i++)
        {
            _entries.Set(new string('k', 3), i, _start.AddDays(1 + (i % 2)));
        }

        Assert.InRange(Reachable.Count(_entries), 1, 100);
    }

    [Fact]
    public void Entries_are_removed_in_the_order_of_their_expiry_wherever_that_was_moved()
    {
        _entries.Set("moved later", 1, _start.AddMinutes(1));
        _entries.Set("moved earlier", 2, _start.AddMinutes(9));
        _entries.Set("stays", 3, _start.AddMinutes(5));
        _entries.Set("removed", 4, _start.AddMinutes(1));
        _entries.Set("moved later", 1, _start.AddMinutes(8));
        _entries.Set("moved earlier", 2, _start.AddMinutes(2));
        _entries.Remove("removed", out _, out _);

        List<int> removed = [];
        for (var minute = 0; minute < 10; minute++)
        {
            while (_entries.TryRemoveExpired(_start.AddMinutes(minute), out var value))
            {
                removed.Add((10 * minute) + value);
            }
        }

        Assert.Equal([22, 53, 81], removed);
        Assert.False(_entries.TryGet("stays", out _, out _));
    }
}
