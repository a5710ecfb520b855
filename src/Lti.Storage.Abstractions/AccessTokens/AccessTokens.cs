using System.Diagnostics.Metrics;
using Lti.Storage.Internal;
using Lti.Storage.Internal.AccessTokens;
using Lti.Storage.Internal.Loading;
using Microsoft.Extensions.Options;

namespace Lti.Storage;

/// <summary>Keeps the tokens of an <see cref="IAccessTokenStorage"/> in memory and shares token requests.</summary>
/// <remarks>
/// It measures time by the storage's clock and the elapsed time since a read. A wrong clock of the node has no effect.
/// </remarks>
public sealed class AccessTokens : IAccessTokens, IInvalidationListener, IDisposable
{
    private readonly IAccessTokenStorage _storage;
    private readonly TokenCopies _copies;
    private readonly TokenLoader _loader;
    private readonly TokenCounters _counters;
    private readonly IDisposable? _subscription;
    private readonly SharedLoads<AccessTokenRequest, TokenLoad, AccessToken> _loads = new();

    /// <summary>Creates the front of a storage.</summary>
    /// <param name="storage">The storage. The caller disposes it.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="protector">Protects tokens. Null: none may be stored unless the storage allows it.</param>
    /// <param name="invalidation">Reports changes. Null means the storage's own source if it is one.</param>
    /// <param name="timeProvider">Measures elapsed time and waits. Null means the system clock.</param>
    /// <param name="meterFactory">Creates the meter. Null means a meter of its own.</param>
    /// <exception cref="OptionsValidationException">Options are out of range or contradict each other. The message says which.</exception>
    public AccessTokens(
        IAccessTokenStorage storage,
        AccessTokenOptions? options = null,
        ISecretProtector? protector = null,
        IInvalidationSource? invalidation = null,
        TimeProvider? timeProvider = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
        var chosen = new AccessTokenOptionsValidator().Require(options?.Copy() ?? new());
        var time = timeProvider ?? TimeProvider.System;
        var source = invalidation ?? storage as IInvalidationSource;
        _copies = new TokenCopies(chosen, time);
        var provider = storage as LtiStorageProvider;
        _counters = new TokenCounters(meterFactory, provider?.Name);
        var protection = new TokenProtection(protector, provider?.RequiresProtection ?? false);
        _loader = new TokenLoader(storage, chosen, protection, _copies, _counters, source, time);
        _subscription = source?.Subscribe(this);
    }

    /// <summary>Creates the front of a storage that can store access tokens, under any decorators.</summary>
    /// <param name="storage">The storage. The caller disposes it.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="protector">Protects tokens. Null: none may be stored unless the storage allows it.</param>
    /// <param name="invalidation">Reports changes. Null means the storage's own source if it has one.</param>
    /// <param name="timeProvider">Measures elapsed time and waits. Null means the system clock.</param>
    /// <param name="meterFactory">Creates the meter. Null means a meter of its own.</param>
    /// <returns>The front.</returns>
    /// <exception cref="InvalidOperationException">The storage can't store access tokens.</exception>
    /// <exception cref="OptionsValidationException">Options are out of range or contradict each other. The message says which.</exception>
    public static AccessTokens Create(
        ILtiStorage storage,
        AccessTokenOptions? options = null,
        ISecretProtector? protector = null,
        IInvalidationSource? invalidation = null,
        TimeProvider? timeProvider = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new AccessTokens(
            storage.GetService<IAccessTokenStorage>() ?? throw new InvalidOperationException(
                $"The storage {storage.GetType().Name} can't store access tokens. Use a provider that implements "
                    + $"{nameof(IAccessTokenStorage)}."),
            options,
            protector,
            invalidation ?? storage.GetService<IInvalidationSource>(),
            timeProvider,
            meterFactory);
    }

    /// <inheritdoc/>
    public ValueTask<AccessToken> GetAsync(
        AccessTokenRequest request,
        Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> requestNew,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(requestNew);
        return _copies.FindFresh(request) is { } token ? new(token) : new(LoadAsync(request, requestNew, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> InvalidateAsync(AccessToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        _copies.Drop(token);
        try
        {
            return await _storage.InvalidateAccessTokenAsync(token.Request, token.Id, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // A load that began meanwhile may have read the token before the storage removed it.
            _copies.Drop(token);
        }
    }

    /// <inheritdoc/>
    void IInvalidationListener.ClientChanged(ClientKey clientKey) => _copies.Drop(clientKey);

    /// <inheritdoc/>
    void IInvalidationListener.SessionDeleted(Guid sessionId)
    {
    }

    /// <inheritdoc/>
    void IInvalidationListener.EverythingChanged() => _copies.DropAll();

    /// <summary>Ends the subscription to changes. It is safe to call again.</summary>
    public void Dispose()
    {
        _subscription?.Dispose();
        _counters.Dispose();
    }

    private async Task<AccessToken> LoadAsync(
        AccessTokenRequest request,
        Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> requestNew,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var changes = _copies.Changes;
        var load = Join(request, requestNew);
        var token = await load.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

        // A load that looked before this call began may have found a token that was invalidated since.
        return load.Changes >= changes
            ? token
            : await Join(request, requestNew).Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private TokenLoad Join(
        AccessTokenRequest request, Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> requestNew)
        => _loads.Join(
            request,
            () => new TokenLoad { Changes = _copies.Changes },
            load => _loader.LoadAsync(load, request, requestNew));
}
