namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>A change of the answer to a launch key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ArrangeAsync">Stores the state before the change without the cache. Returns the key and the change.</param>
internal sealed record LaunchChange(string Name, Func<CachedStorage, Task<(LaunchKey Key, Func<ILtiStorage, Task> Change)>> ArrangeAsync)
{
    public override string ToString() => Name;
}
