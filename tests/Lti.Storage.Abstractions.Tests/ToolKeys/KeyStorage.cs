using System.Collections.Concurrent;

namespace Lti.Storage.Abstractions.Tests.ToolKeys;

/// <summary>Stores keys without any rule, and fails when a test says so.</summary>
internal sealed class KeyStorage : IToolKeyStorage
{
    public ConcurrentQueue<NewToolKey> Added { get; } = new();

    public Exception? Failure { get; set; }

    public int Lists { get; private set; }

    /// <summary>The keys that a list returns. Null lists the added ones, all active in turn.</summary>
    public IReadOnlyList<StoredToolKey>? Listed { get; set; }

    public ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
    {
        Lists++;
        return Failure is null
            ? new(Listed ?? [.. Added.Select((key, i) => Started(key, TimeSpan.FromSeconds(i - 1000)))])
            : throw Failure;
    }

    public ValueTask<bool> AddNextToolKeyAsync(
        NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
    {
        Added.Enqueue(key);
        return new(true);
    }

    public ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
    {
        Added.Enqueue(key);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default) => new(false);

    public ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default) => new(0);

    public static StoredToolKey Started(NewToolKey key, TimeSpan startsIn) => new()
    {
        KeyId = key.KeyId,
        PublicKey = key.PublicKey,
        PrivateKey = key.PrivateKey,
        StartsIn = startsIn,
        Age = TimeSpan.Zero,
    };
}
