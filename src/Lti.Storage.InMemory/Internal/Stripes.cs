namespace Lti.Storage.InMemory.Internal;

/// <summary>
/// A table in shares, each with a lock of its own, so that operations on different keys hardly ever meet. Whoever needs several shares takes
/// them in order.
/// </summary>
internal sealed class Stripes<TKey, TStripe>
    where TKey : notnull
    where TStripe : Stripe, new()
{
    // Far more than cores, so that two threads seldom want the same one; a power of two.
    private const int Count = 64;

    private readonly TStripe[] _stripes = [.. Enumerable.Range(0, Count).Select(_ => new TStripe())];

    public IReadOnlyList<TStripe> All => _stripes;

    public TStripe Of(TKey key) => _stripes[key.GetHashCode() & (Count - 1)];

    /// <summary>Runs an action while no other operation on this table can: for what has to be exact across keys.</summary>
    public void Exclusively(Action<TStripe> action)
    {
        var held = 0;
        try
        {
            for (; held < Count; held++)
            {
                _stripes[held].Gate.Enter();
            }

            Array.ForEach(_stripes, action);
        }
        finally
        {
            while (--held >= 0)
            {
                _stripes[held].Gate.Exit();
            }
        }
    }
}
