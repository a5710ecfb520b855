namespace Lti.Storage.Internal.AccessTokens;

/// <summary>A token that a node keeps in memory.</summary>
/// <param name="Token">The token.</param>
/// <param name="Client">The mark of its client.</param>
/// <param name="UsableUntil">The timestamp from which the token lives no longer than the leeway.</param>
internal sealed record TokenCopy(AccessToken Token, ClientMark Client, long UsableUntil)
{
    private long _freshUntil;

    /// <summary>The timestamp from which the storage is asked before the copy is used.</summary>
    public long FreshUntil
    {
        get => Volatile.Read(ref _freshUntil);
        set => Volatile.Write(ref _freshUntil, value);
    }

    public bool IsFresh(long now) => now < FreshUntil && !Client.HasChanged;

    public bool IsUsable(long now) => now < UsableUntil && !Client.HasChanged;
}
