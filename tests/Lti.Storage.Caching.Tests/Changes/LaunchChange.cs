namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>A change of what a launch key finds.</summary>
/// <param name="Name">What it is, as a sentence's middle.</param>
/// <param name="ArrangeAsync">Stores what is there before, past the cache, and returns the key that is asked and the change.</param>
internal sealed record LaunchChange(string Name, Func<CachedStorage, Task<(LaunchKey Key, Func<ILtiStorage, Task> Change)>> ArrangeAsync)
{
    public override string ToString() => Name;
}
