namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Passes the calls about tool keys on. A broken storage overrides one.</summary>
internal abstract class ToolKeyLayer(ILtiStorage inner) : DelegatingLtiStorage(inner), IToolKeyStorage
{
    protected IToolKeyStorage Keys { get; } = inner.GetService<IToolKeyStorage>()!;

    public virtual ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
        => Keys.ListToolKeysAsync(cancellationToken);

    public virtual ValueTask<bool> AddNextToolKeyAsync(
        NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
        => Keys.AddNextToolKeyAsync(key, after, announceFor, rotateEvery, cancellationToken);

    public virtual ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
        => Keys.ImportToolKeyAsync(key, announceFor, cancellationToken);

    public virtual ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default)
        => Keys.RevokeToolKeyAsync(keyId, cancellationToken);

    public virtual ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default)
        => Keys.DeleteRetiredToolKeysAsync(retireFor, cancellationToken);
}
