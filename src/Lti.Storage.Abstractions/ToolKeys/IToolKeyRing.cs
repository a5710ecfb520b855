namespace Lti.Storage;

/// <summary>Keeps the keys that the tool signs with, and rotates them. Thread-safe, meant to be a singleton.</summary>
/// <remarks>
/// <para>
/// The tool signs deep linking responses and token requests. Platforms check the signatures with the published key set. A key is
/// announced, then active, then retired, then deleted (<see cref="ToolKeyState"/>). Its state follows from the storage's clock.
/// </para>
/// <para>
/// At every moment exactly one key signs, on all nodes alike. Nodes agree to within one round trip. A key id is never used twice (contract
/// rule T1).
/// </para>
/// <para>
/// A node keeps the ring in memory. While the storage is down it goes on with its copy and follows the times in it. Errors of a call are
/// those of <see cref="IToolKeyStorage"/>.
/// </para>
/// </remarks>
public interface IToolKeyRing
{
    /// <summary>Gets the key that signs now. The first call of all nodes makes the first key (rule T1).</summary>
    /// <remarks>From memory it takes no round trip, waits for nothing and allocates nothing.</remarks>
    /// <param name="cancellationToken">Stops the caller's wait for the storage.</param>
    /// <returns>The key.</returns>
    /// <exception cref="LtiSecretException">
    /// The key can't be unprotected. Or no key was there, and none may be stored without protection.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached and this node has no copy of the ring.</exception>
    ValueTask<ToolSigningKey> GetSigningKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the key set to publish: announced, active and retired keys with their public members only (rule T5).</summary>
    /// <remarks>It makes the first key as <see cref="GetSigningKeyAsync"/> does. It needs no protector's key otherwise.</remarks>
    /// <param name="cancellationToken">Stops the caller's wait for the storage.</param>
    /// <returns>The key set.</returns>
    /// <exception cref="LtiSecretException">No key was there, and none may be stored without protection.</exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached and this node has no copy of the ring.</exception>
    ValueTask<ToolKeySet> GetJwksAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the keys of all states, read from the storage.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys in the order of their start, deleted ones included.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached.</exception>
    Task<IReadOnlyList<ToolKey>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes the next key if it is due, and deletes keys that were retired long enough (rules T2 and T3).</summary>
    /// <remarks>
    /// A key is due <see cref="ToolKeyOptions.AnnounceFor"/> before the active one has signed for <see cref="ToolKeyOptions.RotateEvery"/>.
    /// Any number of nodes may call it concurrently: one next key is made. Call it regularly, at least every quarter of
    /// <see cref="ToolKeyOptions.AnnounceFor"/>. <c>AddToolKeys</c> of Lti.Storage.Hosting does so.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call made the next key.</returns>
    /// <exception cref="LtiSecretException">A key may not be stored without protection.</exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    Task<bool> RotateIfDueAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes the next key now. It signs after <see cref="ToolKeyOptions.AnnounceFor"/> (rule T3).</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the key was made. False if a next key is already announced.</returns>
    /// <exception cref="LtiSecretException">A key may not be stored without protection.</exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    Task<bool> RotateAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends a key at once everywhere, for example because it was stolen (rule T4).</summary>
    /// <remarks>
    /// If it was the active key, the announced one signs at once. If none is announced, a new key is made that signs at once. Platforms
    /// that have an old copy of the key set refuse what it signs until they fetch the set again.
    /// </remarks>
    /// <param name="keyId">The id of the key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was such a key that was neither revoked nor deleted.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    Task<bool> RevokeAsync(string keyId, CancellationToken cancellationToken = default);

    /// <summary>Imports a private key from its PEM form under its id (rule T6).</summary>
    /// <remarks>
    /// If the ring has no key, the imported key signs at once. Otherwise it is announced and signs after
    /// <see cref="ToolKeyOptions.AnnounceFor"/>. The text is not kept.
    /// </remarks>
    /// <param name="pem">
    /// The text of one RSA private key of 2048 to 16384 bits: <c>BEGIN PRIVATE KEY</c> or <c>BEGIN RSA PRIVATE KEY</c>.
    /// </param>
    /// <param name="keyId">The id that platforms know the key by: 1 to 255 UTF-16 units.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the key is stored.</returns>
    /// <exception cref="ArgumentException">
    /// The text is no PEM of a private RSA key, is encrypted, has a public key only, or the key is too small. Nothing was stored, and the
    /// message does not repeat the text.
    /// </exception>
    /// <exception cref="LtiConflictException">The id is used or was used before. Nothing was stored.</exception>
    /// <exception cref="LtiSecretException">The key may not be stored without protection.</exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    Task ImportAsync(string pem, string keyId, CancellationToken cancellationToken = default);
}
