using System.Globalization;
using Lti.Storage.InMemory.Internal;

namespace Lti.Storage.InMemory.Tests.Memory;

public sealed class ExpiringTableTests
{
    private static readonly DateTimeOffset _start = DateTimeOffset.UnixEpoch;
    private readonly ExpiringTable<string, int> _table = new();

    [Fact]
    public void Removed_entries_leave_nothing_behind()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var key = i.ToString(CultureInfo.InvariantCulture);
            _table.Set(key, i, _start.AddDays(1));
            Assert.NotNull(_table.Remove(key));
        }

        Assert.InRange(Reachable.Count(_table), 0, 10);
    }

    [Fact]
    public void Moved_entry_leaves_nothing_behind()
    {
        for (var i = 0; i < 20_000; i++)
        {
            _table.Set(new string('k', 3), i, _start.AddDays(1 + (i % 2)));
        }

        Assert.InRange(Reachable.Count(_table), 1, 10);
    }

    [Fact]
    public void Entries_are_removed_in_the_order_of_their_expiry()
    {
        _table.Set("moved later", 1, _start.AddMinutes(1));
        _table.Set("moved earlier", 2, _start.AddMinutes(9));
        _table.Set("stays", 3, _start.AddMinutes(5));
        _table.Set("removed", 4, _start.AddMinutes(1));
        _table.Set("moved later", 1, _start.AddMinutes(8));
        _table.Set("moved earlier", 2, _start.AddMinutes(2));
        _table.Remove("removed");

        List<int> removed = [];
        for (var minute = 0; minute < 10; minute++)
        {
            while (_table.RemoveExpired(_start.AddMinutes(minute)) is { } entry)
            {
                removed.Add((10 * minute) + entry.Value);
            }
        }

        Assert.Equal([22, 53, 81], removed);
        Assert.Null(_table.Find("stays"));
        Assert.Null(_table.FirstExpiry);
    }
}
