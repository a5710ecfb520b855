namespace Lti.Storage.InMemory.Internal;

/// <summary>One share of a table.</summary>
internal abstract class Stripe
{
    /// <summary>Held by whoever reads or writes the share.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Removes at most <paramref name="limit"/> expired entries, and returns how many. The caller holds the gate.</summary>
    public abstract int RemoveExpired(DateTimeOffset now, int limit);
}
