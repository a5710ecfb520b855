namespace Lti.Storage.FaultWorker;

/// <summary>Collects the acknowledged changes of all processes, and compares the stored keys with them.</summary>
public sealed class RotationLog
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _added = new(StringComparer.Ordinal);
    private readonly HashSet<string> _next = new(StringComparer.Ordinal);
    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);

    /// <summary>The number of acknowledged changes.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _added.Count + _revoked.Count;
            }
        }
    }

    /// <summary>Adds a line that a process printed. The kill may have cut the last one.</summary>
    public void Add(string line)
    {
        lock (_gate)
        {
            var parts = line.Split(' ');
            if (parts is ["added", { Length: 36 } next])
            {
                _next.Add(next);
            }

            _ = parts switch
            {
                ["added" or "imported", { Length: 36 } id] => _added.Add(id) ? true : throw new InvalidOperationException($"Two keys have the id {id}."),
                ["revoked", { Length: 36 } id] => _revoked.Add(id) ? true : throw new InvalidOperationException($"{id} was revoked twice."),
                _ => false,
            };
        }
    }

    /// <summary>Requires that no acknowledged change is lost, that ids are unique, that rotations made one next key each, and that two rings sign with one key.</summary>
    /// <param name="keys">The keys of a storage that was opened after the fault.</param>
    /// <returns>The number of stored keys.</returns>
    public async Task<int> RequireAsync(IToolKeyStorage keys)
    {
        var stored = await keys.ListToolKeysAsync();
        var ids = stored.Select(static key => key.KeyId).ToHashSet(StringComparer.Ordinal);
        var removed = stored.Where(static key => key.IsRemoved).Select(static key => key.KeyId).ToHashSet(StringComparer.Ordinal);
        lock (_gate)
        {
            Require(ids.Count == stored.Count, "Two keys have one id.");
            Require(_added.All(ids.Contains), "An acknowledged key is lost.");
            Require(_revoked.All(removed.Contains), "A revoked key is back.");
            Require(!stored.Any(IsSecondNext), "A rotation made a key while another one waited for its start.");
        }

        bool IsSecondNext(StoredToolKey key)
            => _next.Contains(key.KeyId) && stored.Any(other => -other.Age < -key.Age && other.StartsIn > -key.Age);

        using var one = new ToolKeyRing(keys);
        using var other = new ToolKeyRing(keys);
        var listed = await one.ListAsync();
        Require(listed.Count(static key => key.State == ToolKeyState.Active) <= 1, "Two keys sign.");
        var signing = await one.GetSigningKeyAsync();
        Require(signing.KeyId == (await other.GetSigningKeyAsync()).KeyId, "Two nodes sign with different keys.");
        Require((await one.GetJwksAsync()).ETag == (await other.GetJwksAsync()).ETag, "Two nodes publish different key sets.");
        return stored.Count;
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException(message);
        }
    }
}
