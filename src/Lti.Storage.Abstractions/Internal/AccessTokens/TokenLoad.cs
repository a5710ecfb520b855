using Lti.Storage.Internal.Loading;

namespace Lti.Storage.Internal.AccessTokens;

/// <summary>One load of a token, which concurrent callers of a node share.</summary>
internal sealed class TokenLoad : SharedLoad<AccessToken>
{
    private long _changes;

    /// <summary>The number of changes before the last look at the storage.</summary>
    public long Changes
    {
        get => Interlocked.Read(ref _changes);
        set => Interlocked.Exchange(ref _changes, value);
    }
}
