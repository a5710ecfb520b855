namespace Lti.Storage;

/// <summary>Stores the keys that the tool signs with, for an <see cref="IToolKeyRing"/>. Thread-safe.</summary>
/// <remarks>
/// <para>
/// A provider that can store tool keys implements it on its storage. <see cref="LayerExtensions.GetService"/> finds it under any
/// decorators. Each call is one atomic step. All times are by the storage's clock (contract rule E7).
/// </para>
/// <para>
/// A row stays when its key is revoked or deleted, without the private and the public part. So an id is never used twice (rule T1).
/// Invalid input throws an <see cref="ArgumentException"/> before anything is sent (rule E2).
/// </para>
/// <para>
/// A key starts at a time and signs until a later one has started. The key that started last signs. If that one is revoked, the first
/// key that is yet to start signs.
/// </para>
/// </remarks>
public interface IToolKeyStorage
{
    /// <summary>Lists the keys of all states.</summary>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The keys in the order of their start. Revoked and deleted ones are included, so that their ids are known.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached.</exception>
    ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds the next key, unless one is already waiting for its start (rule T2).</summary>
    /// <remarks>
    /// If no key signs, the new key starts at once. Otherwise it starts when it has been published for <paramref name="announceFor"/> and
    /// the signing key has signed for <paramref name="rotateEvery"/> (rule T3). Of concurrent calls one adds its key.
    /// </remarks>
    /// <param name="key">The key. Its id is new.</param>
    /// <param name="after">The id of the key that signs now. Null: no key signs.</param>
    /// <param name="announceFor">The least time from now to the start: zero or more.</param>
    /// <param name="rotateEvery">The least time that the key before it signs: zero or more.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>
    /// True if the key was added. False if another key waits for its start or was added concurrently, or if the key that signs is not
    /// <paramref name="after"/>.
    /// </returns>
    /// <exception cref="LtiSecretException">
    /// The private part is unprotected and <see cref="LtiStorageOptions.AllowUnprotectedSecrets"/> is false. Nothing was stored.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> AddNextToolKeyAsync(
        NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default);

    /// <summary>Adds a key with an id of the caller's choice (rule T6).</summary>
    /// <remarks>
    /// If no key signs, the key starts at once. Otherwise it starts after <paramref name="announceFor"/>, whether or not another key waits.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="announceFor">The time from now to the start: zero or more.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>A task that ends when the key is stored.</returns>
    /// <exception cref="LtiConflictException">The id is used or was used before. Nothing was stored.</exception>
    /// <exception cref="LtiSecretException">
    /// The private part is unprotected and <see cref="LtiStorageOptions.AllowUnprotectedSecrets"/> is false. Nothing was stored.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default);

    /// <summary>Ends a key at once and erases both of its parts (rule T4).</summary>
    /// <remarks>If it was the signing key, the first key that waits for its start starts now.</remarks>
    /// <param name="keyId">The id of the key.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>Whether there was such a key that was neither revoked nor deleted.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default);

    /// <summary>Deletes the keys that have been retired for a time (rule T3).</summary>
    /// <param name="retireFor">The time since the key after it has started: zero or more.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The number of keys that were deleted.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default);
}
