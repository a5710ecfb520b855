using Lti.Storage.Caching.Internal.Entries;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Tests the map alone: its bound and its order of eviction and concurrent calls.</summary>
[CacheRule("H9")]
public sealed class BoundedMapTests
{
    private const int Capacity = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Oldest_entry_that_was_not_found_is_evicted_first()
    {
        var map = Create();
        for (var key = 0; key < Capacity; key++)
        {
            map.Set(key, new(1));
        }

        Assert.True(map.TryGet(0, out _));
        Assert.True(map.TryGet(1, out _));
        Assert.Equal(new(1, 0), map.Set(10, new(1)));
        Assert.Equal([0, 1, 3, 4, 5, 6, 7, 8, 9, 10], Keys(map));

        // The hand goes on from there and has taken the marks of the first two.
        map.Set(11, new(1));
        Assert.Equal([0, 1, 4, 5, 6, 7, 8, 9, 10, 11], Keys(map));
    }

    [Fact]
    public void Entry_is_evicted_although_every_entry_was_found()
    {
        var map = Create();
        for (var key = 0; key < Capacity; key++)
        {
            map.Set(key, new(1));
            Assert.True(map.TryGet(key, out _));
        }

        Assert.Equal(new(1, 0), map.Set(10, new(1)));

        Assert.Equal(Capacity, map.Count);
        Assert.True(map.TryGet(10, out _));
    }

    [Fact]
    public void Heavy_entry_evicts_as_many_as_it_needs()
    {
        var map = Create();
        for (var key = 0; key < 4; key++)
        {
            map.Set(key, new(2));
        }

        Assert.Equal(new(3, 2), map.Set(10, new(8)));

        Assert.Equal([3, 10], Keys(map));
        Assert.Equal(10, map.Weight);
    }

    [Fact]
    public void Entry_over_the_capacity_is_not_added_and_removes_the_one_that_it_replaces()
    {
        var map = Create();
        map.Set(1, new(1));
        map.Set(2, new(1));

        Assert.Equal(default, map.Set(3, new(Capacity + 1)));
        Assert.Equal(new(0, -1), map.Set(2, new(Capacity + 1)));

        Assert.Equal([1], Keys(map));
    }

    [Fact]
    public void Replaced_entry_is_not_removed_by_its_old_owner()
    {
        var map = Create();
        var (old, next) = (new Entry(1), new Entry(2));
        map.Set(1, old);
        Assert.Equal(new(0, 1), map.Set(1, next));

        Assert.Equal(default, map.Remove(1, old));
        Assert.True(map.TryGet(1, out var found));
        Assert.Same(next, found);
        Assert.Equal(new(0, -2), map.Remove(1, next));
        Assert.Equal((0, 0), (map.Count, map.Weight));
    }

    // The model is a list in order of insertion with a hand. The hand is the key to look at next.
    [Fact]
    public void Random_calls_keep_the_map_equal_to_a_simple_model()
    {
        var random = new Random(14);
        for (var round = 0; round < 200; round++)
        {
            var (map, model) = (Create(), new Model(Capacity));
            for (var step = 0; step < 200; step++)
            {
                var key = random.Next(20);
                switch (random.Next(20))
                {
                    case < 8:
                        var entry = new Entry(random.Next(1, 5));
                        Assert.Equal(model.Set(key, entry), map.Set(key, entry).Evicted);
                        break;
                    case < 17:
                        Assert.Equal(model.Find(key), map.TryGet(key, out var found) ? found : null);
                        break;
                    case < 19:
                        Assert.Equal(model.Remove(key), map.TryRemove(key, out _, out _));
                        break;
                    default:
                        map.RemoveWhere((_, candidate) => candidate.Weight == 4);
                        model.RemoveWhere(4);
                        break;
                }

                Assert.Equal((model.Count, model.Weight), (map.Count, map.Weight));
            }
        }
    }

    [Fact]
    public async Task Concurrent_calls_never_exceed_the_capacity_and_leave_the_map_whole()
    {
        const int Steps = 100_000;
        var map = new BoundedMap<int, Entry>(100, static entry => entry.Weight);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(
            () =>
            {
                var random = new Random(seed);
                for (var step = 0; step < Steps; step++)
                {
                    var key = random.Next(200);
                    _ = random.Next(100) switch
                    {
                        < 40 => map.Set(key, new(random.Next(1, 20))).Evicted,
                        < 90 => map.TryGet(key, out _) ? 1 : 0,
                        < 97 => map.TryRemove(key, out _, out _) ? 1 : 0,
                        < 99 => map.RemoveWhere((_, entry) => entry.Weight == 7).Evicted,
                        _ => map.Clear().Evicted,
                    };
                    Assert.InRange(map.Weight, 0, 100);
                }
            },
            Token)));

        var left = Enumerable.Range(0, 200).Select(key => map.TryGet(key, out var entry) ? entry : null).OfType<Entry>().ToList();
        Assert.Equal((left.Count, left.Sum(entry => entry.Weight)), (map.Count, map.Weight));

        // All places are linked: heavy entries evict every one.
        map.Set(1000, new(100));
        Assert.Equal((1, 100), (map.Count, map.Weight));
    }

    private static BoundedMap<int, Entry> Create() => new(Capacity, static entry => entry.Weight);

    private static IEnumerable<int> Keys(BoundedMap<int, Entry> map)
    {
        List<int> keys = [];
        map.RemoveWhere((key, _) =>
        {
            keys.Add(key);
            return false;
        });
        return keys.Order();
    }

    private sealed record Entry(long Weight);

    /// <summary>SIEVE in the plainest form.</summary>
    private sealed class Model(int capacity)
    {
        private readonly List<(int Key, Entry Entry)> _entries = [];
        private readonly HashSet<int> _visited = [];
        private int? _hand;

        public int Count => _entries.Count;

        public long Weight => _entries.Sum(each => each.Entry.Weight);

        public Entry? Find(int key)
        {
            var place = PlaceOf(key);
            if (place < 0)
            {
                return null;
            }

            _visited.Add(key);
            return _entries[place].Entry;
        }

        public bool Remove(int key)
        {
            var place = PlaceOf(key);
            if (place < 0)
            {
                return false;
            }

            if (_hand == key)
            {
                _hand = place + 1 < _entries.Count ? _entries[place + 1].Key : null;
            }

            _visited.Remove(key);
            _entries.RemoveAt(place);
            return true;
        }

        public void RemoveWhere(long weight)
        {
            foreach (var (key, _) in _entries.Where(each => each.Entry.Weight == weight).ToList())
            {
                Remove(key);
            }
        }

        public int Set(int key, Entry entry)
        {
            Remove(key);
            var evicted = 0;
            for (; Weight + entry.Weight > capacity; evicted++)
            {
                var place = _hand is { } hand ? PlaceOf(hand) : 0;
                while (_visited.Remove(_entries[place].Key))
                {
                    place = (place + 1) % _entries.Count;
                }

                _hand = _entries[place].Key;
                Remove(_entries[place].Key);
            }

            _entries.Add((key, entry));
            return evicted;
        }

        private int PlaceOf(int key) => _entries.FindIndex(each => each.Key == key);
    }
}
