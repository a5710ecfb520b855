namespace Lti.Storage.Conformance.Model.Rotation;

/// <summary>Passes the calls of a ring on, unless the storage is down.</summary>
internal sealed class InterruptedKeys(IToolKeyStorage inner) : IToolKeyStorage
{
    public bool IsDown { get; set; }

    private IToolKeyStorage Inner => IsDown ? throw new LtiStorageUnavailableException("down", LtiWorkOutcome.NotApplied) : inner;

    public ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
        => Inner.ListToolKeysAsync(cancellationToken);

    public ValueTask<bool> AddNextToolKeyAsync(
        NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
        => Inner.AddNextToolKeyAsync(key, after, announceFor, rotateEvery, cancellationToken);

    public ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
        => Inner.ImportToolKeyAsync(key, announceFor, cancellationToken);

    public ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default)
        => Inner.RevokeToolKeyAsync(keyId, cancellationToken);

    public ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default)
        => Inner.DeleteRetiredToolKeysAsync(retireFor, cancellationToken);
}
