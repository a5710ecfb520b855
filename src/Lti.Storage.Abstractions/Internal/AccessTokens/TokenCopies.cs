using System.Collections.Concurrent;
using Lti.Storage.Internal.Loading;

namespace Lti.Storage.Internal.AccessTokens;

/// <summary>Keeps a node's copies of tokens. Thread-safe.</summary>
/// <remarks>
/// A copy serves if no change was reported since its read began. A read that a change overtakes is not kept: <see cref="Changes"/> is taken
/// before the read and compared when the copy is published. A report after that finds the copy through the mark of its client.
/// </remarks>
internal sealed class TokenCopies(AccessTokenOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<AccessTokenRequest, TokenCopy> _copies = new();
    private readonly ConcurrentDictionary<ClientKey, ClientMark> _clients = new();
    private long _changes;
    private TaskCompletionSource? _nextChange;

    /// <summary>The number of changes so far.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Finds a token that may be used without a look at the storage.</summary>
    public AccessToken? FindFresh(AccessTokenRequest request)
        => _copies.TryGetValue(request, out var copy) && copy.IsFresh(time.GetTimestamp()) ? copy.Token : null;

    /// <summary>Finds a token that may be used while the storage is down, and spares the storage for a time.</summary>
    public AccessToken? FindUsable(AccessTokenRequest request, TimeSpan spareFor)
    {
        var now = time.GetTimestamp();
        if (!_copies.TryGetValue(request, out var copy) || !copy.IsUsable(now))
        {
            return null;
        }

        copy.FreshUntil = Math.Min(copy.UsableUntil, time.After(now, spareFor));
        return copy.Token;
    }

    /// <summary>Keeps a token unless a change was reported since its read began.</summary>
    /// <param name="client">Its client.</param>
    /// <param name="token">The token.</param>
    /// <param name="readAt">The timestamp before the read.</param>
    /// <param name="livesFor">The rest of its life at the read.</param>
    /// <param name="changes">The number of changes before the read.</param>
    public void Keep(ClientKey client, AccessToken token, long readAt, TimeSpan livesFor, long changes)
    {
        var usable = livesFor - options.Leeway;
        if (usable <= TimeSpan.Zero || !HasRoom())
        {
            return;
        }

        var mark = _clients.GetOrAdd(client, static _ => new());
        if (Changes != changes)
        {
            return;
        }

        // A change from here on marks the client, since its mark was there before the numbers were compared.
        _copies[token.Request] = new TokenCopy(token, mark, time.After(readAt, usable))
        {
            FreshUntil = time.After(readAt, usable < options.RefreshEvery ? usable : options.RefreshEvery),
        };
    }

    /// <summary>Drops one token. A newer one of its request stays.</summary>
    public void Drop(AccessToken token)
    {
        if (_copies.TryGetValue(token.Request, out var copy) && copy.Token.Id == token.Id)
        {
            _copies.TryRemove(new(token.Request, copy));
        }

        Count();
    }

    /// <summary>Drops the tokens of a client.</summary>
    public void Drop(ClientKey client)
    {
        // The number changes first: a copy that is published meanwhile either sees it or has a mark that is found here.
        Count();
        if (_clients.TryRemove(client, out var mark))
        {
            mark.Change();
        }

        Interlocked.Exchange(ref _nextChange, null)?.TrySetResult();
    }

    public void DropAll()
    {
        Count();
        foreach (var client in _clients.Keys)
        {
            Drop(client);
        }

        _copies.Clear();
        Interlocked.Exchange(ref _nextChange, null)?.TrySetResult();
    }

    /// <summary>Returns a task that ends with the next reported change.</summary>
    public Task NextChangeAsync()
    {
        if (Volatile.Read(ref _nextChange) is { } known)
        {
            return known.Task;
        }

        var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _nextChange, created, null) ?? created).Task;
    }

    private void Count() => Interlocked.Increment(ref _changes);

    /// <summary>Makes room if need be. Expired copies go first, then all.</summary>
    private bool HasRoom()
    {
        if (options.MaxInMemory == 0)
        {
            return false;
        }

        if (_copies.Count < options.MaxInMemory && _clients.Count < 2 * options.MaxInMemory)
        {
            return true;
        }

        var now = time.GetTimestamp();
        foreach (var copy in _copies)
        {
            if (!copy.Value.IsUsable(now))
            {
                _copies.TryRemove(copy);
            }
        }

        if (_copies.Count >= options.MaxInMemory || _clients.Count >= 2 * options.MaxInMemory)
        {
            DropAll();
        }

        return true;
    }
}
