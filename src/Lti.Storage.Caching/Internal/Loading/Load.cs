using Lti.Storage.Caching.Internal.Expiry;

namespace Lti.Storage.Caching.Internal.Loading;

/// <summary>When a read of the inner storage began, by the count of changes and by the clock, and whether what it reads has been overtaken since.</summary>
internal sealed class Load(long change, Moment began)
{
    private volatile bool _isDropped;

    /// <summary>How many changes there had been.</summary>
    public long Change { get; } = change;

    /// <summary>Lifetimes count from here, since that is how old the answer may be.</summary>
    public Moment Began { get; } = began;

    /// <summary>Whether a change of the very thing that is read came after.</summary>
    public bool IsDropped => _isDropped;

    public void Drop() => _isDropped = true;
}
