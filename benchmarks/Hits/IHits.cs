namespace Lti.Storage.Benchmarks;

/// <summary>
/// One find that several caches answer from memory, each with what a caller has in hand. A struct, so that a loop over one of them is compiled for it alone
/// and costs no call through an interface.
/// </summary>
internal interface IHits
{
    /// <summary>BitFaster's LRU by itself, which knows no lifetime and no change.</summary>
    bool TryGet();

    /// <summary>BitFaster's LRU whose entries expire: it too looks at a clock.</summary>
    bool TryGetExpiring();

    bool Cached();

    bool MemoryCache();

    bool HybridCache();

    bool FusionCache();
}
