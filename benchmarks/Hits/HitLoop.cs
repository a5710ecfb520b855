namespace Lti.Storage.Benchmarks;

/// <summary>So many hits in a row, without a call in between that the contender would not need.</summary>
internal static class HitLoop
{
    public static void Run<TContender, THits>(THits hits, int calls)
        where TContender : struct, ICacheContender
        where THits : struct, IHits
    {
        var found = 0;
        for (var i = 0; i < calls; i++)
        {
            found += TContender.Find(hits) ? 1 : 0;
        }

        if (found != calls)
        {
            throw new InvalidOperationException("A cache does not have what it was given, so its time would be that of a miss.");
        }
    }

    internal readonly struct TryGet : ICacheContender
    {
        public static bool Find<THits>(THits hits)
            where THits : struct, IHits => hits.TryGet();
    }

    internal readonly struct TryGetExpiring : ICacheContender
    {
        public static bool Find<THits>(THits hits)
            where THits : struct, IHits => hits.TryGetExpiring();
    }

    internal readonly struct Cached : ICacheContender
    {
        public static bool Find<THits>(THits hits)
            where THits : struct, IHits => hits.Cached();
    }

    internal readonly struct MemoryCache : ICacheContender
    {
        public static bool Find<THits>(THits hits)
            where THits : struct, IHits => hits.MemoryCache();
    }

    internal readonly struct HybridCache : ICacheContender
    {
        public static bool Find<THits>(THits hits)
            where THits : struct, IHits => hits.HybridCache();
    }

    internal readonly struct FusionCache : ICacheContender
    {
        public static bool Find<THits>(THits hits)
            where THits : struct, IHits => hits.FusionCache();
    }
}
