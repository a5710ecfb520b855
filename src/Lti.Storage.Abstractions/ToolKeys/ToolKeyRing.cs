using System.Security.Cryptography;
using Lti.Storage.Internal;
using Lti.Storage.Internal.ToolKeys;
using Microsoft.Extensions.Options;

namespace Lti.Storage;

/// <summary>Keeps the ring of an <see cref="IToolKeyStorage"/> in memory.</summary>
/// <remarks>
/// <para>
/// A copy is used until a key changes its state, until <see cref="ToolKeyOptions.RefreshEvery"/> has passed, or until a change is
/// reported. It is then read again. After a report the next call waits for that, so that a revoked key signs nothing more. Otherwise the
/// copy serves meanwhile.
/// </para>
/// <para>It measures time by the storage's clock and the elapsed time since a read. A wrong clock of the node has no effect.</para>
/// </remarks>
public sealed class ToolKeyRing : IToolKeyRing, IInvalidationListener, IDisposable
{
    private readonly IToolKeyStorage _storage;
    private readonly ToolKeyOptions _options;
    private readonly ToolKeyMaker _maker;
    private readonly TimeProvider _time;
    private readonly RingCopy _copy;
    private readonly IDisposable? _subscription;

    /// <summary>Creates a ring over a storage.</summary>
    /// <param name="storage">The storage. The caller disposes it.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="protector">Protects private keys. Null: none may be stored unless the storage allows it.</param>
    /// <param name="invalidation">Reports changes. Null means the storage's own source if it is one.</param>
    /// <param name="timeProvider">Measures elapsed time. Null means the system clock.</param>
    /// <exception cref="OptionsValidationException">Options are out of range or contradict each other. The message says which.</exception>
    public ToolKeyRing(
        IToolKeyStorage storage,
        ToolKeyOptions? options = null,
        ISecretProtector? protector = null,
        IInvalidationSource? invalidation = null,
        TimeProvider? timeProvider = null)
        : this(storage, options, protector, invalidation, timeProvider, createKey: null)
    {
    }

    internal ToolKeyRing(
        IToolKeyStorage storage,
        ToolKeyOptions? options,
        ISecretProtector? protector,
        IInvalidationSource? invalidation,
        TimeProvider? timeProvider,
        Func<int, RSA>? createKey)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
        _options = new ToolKeyOptionsValidator().Require(options?.Copy() ?? new());
        _maker = new ToolKeyMaker(_options.KeySize, protector, createKey ?? RSA.Create);
        _time = timeProvider ?? TimeProvider.System;
        _copy = new RingCopy(storage, _options, _maker, _time);
        _subscription = (invalidation ?? storage as IInvalidationSource)?.Subscribe(this);
    }

    /// <summary>Creates a ring over a storage that can store tool keys, under any decorators.</summary>
    /// <param name="storage">The storage. The caller disposes it.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="protector">Protects private keys. Null: none may be stored unless the storage allows it.</param>
    /// <param name="invalidation">Reports changes. Null means the storage's own source if it has one.</param>
    /// <param name="timeProvider">Measures elapsed time. Null means the system clock.</param>
    /// <returns>The ring.</returns>
    /// <exception cref="InvalidOperationException">The storage can't store tool keys.</exception>
    /// <exception cref="OptionsValidationException">Options are out of range or contradict each other. The message says which.</exception>
    public static ToolKeyRing Create(
        ILtiStorage storage,
        ToolKeyOptions? options = null,
        ISecretProtector? protector = null,
        IInvalidationSource? invalidation = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new ToolKeyRing(
            storage.GetService<IToolKeyStorage>() ?? throw new InvalidOperationException(
                $"The storage {storage.GetType().Name} can't store tool keys. Use a provider that implements {nameof(IToolKeyStorage)}."),
            options,
            protector,
            invalidation ?? storage.GetService<IInvalidationSource>(),
            timeProvider);
    }

    /// <inheritdoc/>
    public ValueTask<ToolSigningKey> GetSigningKeyAsync(CancellationToken cancellationToken = default)
        => _copy.FindCurrent() is { Signing: { } signing } ? new(signing) : new(LoadSigningKeyAsync(cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ToolKeySet> GetJwksAsync(CancellationToken cancellationToken = default)
        => _copy.FindCurrent() is { } view ? new(view.KeySet) : new(LoadKeySetAsync(cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ToolKey>> ListAsync(CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        var timeline = await _copy.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Array.AsReadOnly([.. timeline.Keys.Select(key => new ToolKey
        {
            KeyId = key.KeyId,
            State = timeline.StateAt(key, TimeSpan.Zero),
            SignsFrom = now + key.StartsIn,
            AddedAt = now - key.Age,
            KeySize = key.IsRemoved ? null : ToolKeyMaterial.ReadPublic(key).Modulus!.Length * 8,
            IsProtected = key.PrivateKey?.IsProtected,
        })]);
    }

    /// <inheritdoc/>
    public async Task<bool> RotateIfDueAsync(CancellationToken cancellationToken = default)
    {
        var timeline = await _copy.ReadAsync(cancellationToken).ConfigureAwait(false);
        var active = timeline.FindActive(TimeSpan.Zero);
        var isDue = active is null
            || (timeline.FindNext(TimeSpan.Zero) is null && active.StartsIn + _options.RotateEvery <= _options.AnnounceFor);
        var made = isDue && await AddNextAsync(active, _options.RotateEvery, cancellationToken).ConfigureAwait(false);
        var deleted = await _storage.DeleteRetiredToolKeysAsync(_options.RetireFor, cancellationToken).ConfigureAwait(false);
        if (made || deleted > 0)
        {
            _copy.Invalidate();
        }

        return made;
    }

    /// <inheritdoc/>
    public async Task<bool> RotateAsync(CancellationToken cancellationToken = default)
    {
        var timeline = await _copy.ReadAsync(cancellationToken).ConfigureAwait(false);
        var made = timeline.FindNext(TimeSpan.Zero) is null
            && await AddNextAsync(timeline.FindActive(TimeSpan.Zero), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        _copy.Invalidate();
        return made;
    }

    /// <inheritdoc/>
    public async Task<bool> RevokeAsync(string keyId, CancellationToken cancellationToken = default)
    {
        bool revoked;
        try
        {
            revoked = await _storage.RevokeToolKeyAsync(keyId, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The key may be revoked even if the call failed.
            _copy.Invalidate();
        }

        if (revoked)
        {
            // Makes the next key if none was announced. If this fails, the next caller on any node makes it.
            await _copy.LoadAsync(cancellationToken).ConfigureAwait(false);
        }

        return revoked;
    }

    /// <inheritdoc/>
    public async Task ImportAsync(string pem, string keyId, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(keyId);
        var key = _maker.Import(pem, keyId);
        await _storage.ImportToolKeyAsync(key, _options.AnnounceFor, cancellationToken).ConfigureAwait(false);
        _copy.Invalidate();
    }

    /// <inheritdoc/>
    void IInvalidationListener.ToolKeysChanged() => _copy.Invalidate();

    /// <inheritdoc/>
    void IInvalidationListener.EverythingChanged() => _copy.Invalidate();

    /// <inheritdoc/>
    void IInvalidationListener.ClientChanged(ClientKey clientKey)
    {
    }

    /// <inheritdoc/>
    void IInvalidationListener.SessionDeleted(Guid sessionId)
    {
    }

    /// <summary>Ends the subscription to changes. It is safe to call again.</summary>
    public void Dispose() => _subscription?.Dispose();

    private async Task<bool> AddNextAsync(StoredToolKey? active, TimeSpan rotateEvery, CancellationToken cancellationToken)
    {
        // Making a key takes up to a second of computing.
        var key = await Task.Run(_maker.Make, cancellationToken).ConfigureAwait(false);
        return await _storage.AddNextToolKeyAsync(key, active?.KeyId, _options.AnnounceFor, rotateEvery, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<ToolSigningKey> LoadSigningKeyAsync(CancellationToken cancellationToken)
    {
        var view = await _copy.GetAsync(cancellationToken).ConfigureAwait(false);
        view.Unreadable?.Throw();
        return view.Signing!;
    }

    private async Task<ToolKeySet> LoadKeySetAsync(CancellationToken cancellationToken)
        => (await _copy.GetAsync(cancellationToken).ConfigureAwait(false)).KeySet;
}
