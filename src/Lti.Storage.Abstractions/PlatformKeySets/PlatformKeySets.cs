using System.Diagnostics.Metrics;
using Lti.Storage.Internal;
using Lti.Storage.Internal.Loading;
using Lti.Storage.Internal.PlatformKeySets;
using Microsoft.Extensions.Options;

namespace Lti.Storage;

/// <summary>Keeps the sets of an <see cref="IPlatformKeySetStorage"/> in memory and shares fetches.</summary>
/// <remarks>
/// It measures time by the storage's clock and the elapsed time since a read. A wrong clock of the node has no effect.
/// </remarks>
public sealed class PlatformKeySets : IPlatformKeySets, IDisposable
{
    private readonly KeySetCopies _copies;
    private readonly KeySetLoader _loader;
    private readonly KeySetCounters _counters;
    private readonly SharedLoads<string, SharedLoad<KeySetLoad>, KeySetLoad> _loads = new();

    /// <summary>Creates the front of a storage.</summary>
    /// <param name="storage">The storage. The caller disposes it.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="timeProvider">Measures elapsed time and waits. Null means the system clock.</param>
    /// <param name="meterFactory">Creates the meter. Null means a meter of its own.</param>
    /// <exception cref="OptionsValidationException">Options are out of range or contradict each other. The message says which.</exception>
    public PlatformKeySets(
        IPlatformKeySetStorage storage,
        PlatformKeySetOptions? options = null,
        TimeProvider? timeProvider = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var chosen = new PlatformKeySetOptionsValidator().Require(options?.Copy() ?? new());
        var time = timeProvider ?? TimeProvider.System;
        _copies = new KeySetCopies(chosen, time);
        _counters = new KeySetCounters(meterFactory, (storage as LtiStorageProvider)?.Name);
        _loader = new KeySetLoader(storage, chosen, _copies, _counters, time);
    }

    /// <summary>Creates the front of a storage that can store key sets, under any decorators.</summary>
    /// <param name="storage">The storage. The caller disposes it.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="timeProvider">Measures elapsed time and waits. Null means the system clock.</param>
    /// <param name="meterFactory">Creates the meter. Null means a meter of its own.</param>
    /// <returns>The front.</returns>
    /// <exception cref="InvalidOperationException">The storage can't store key sets.</exception>
    /// <exception cref="OptionsValidationException">Options are out of range or contradict each other. The message says which.</exception>
    public static PlatformKeySets Create(
        ILtiStorage storage,
        PlatformKeySetOptions? options = null,
        TimeProvider? timeProvider = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return new PlatformKeySets(
            storage.GetService<IPlatformKeySetStorage>() ?? throw new InvalidOperationException(
                $"The storage {storage.GetType().Name} can't store platform key sets. Use a provider that implements "
                    + $"{nameof(IPlatformKeySetStorage)}."),
            options,
            timeProvider,
            meterFactory);
    }

    /// <inheritdoc/>
    public ValueTask<PlatformKeySet> GetAsync(
        string jwksUrl,
        string? keyId,
        Func<string, CancellationToken, Task<PlatformKeySetAnswer>> fetch,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jwksUrl);
        ArgumentNullException.ThrowIfNull(fetch);
        if (_copies.FindReady(jwksUrl, keyId) is not { } set)
        {
            return new(LoadAsync(jwksUrl, keyId, fetch, cancellationToken));
        }

        _counters.Served(set);
        return new(set);
    }

    /// <summary>Disposes the meter. It is safe to call again.</summary>
    public void Dispose() => _counters.Dispose();

    private async Task<PlatformKeySet> LoadAsync(
        string jwksUrl,
        string? keyId,
        Func<string, CancellationToken, Task<PlatformKeySetAnswer>> fetch,
        CancellationToken cancellationToken)
    {
        Input.RequireEndpoint(jwksUrl, nameof(jwksUrl));
        cancellationToken.ThrowIfCancellationRequested();
        var lacking = keyId is not null && _copies.FindUsable(jwksUrl) is { } copy && !copy.Set.Contains(keyId) ? copy : null;
        while (true)
        {
            var needed = lacking;
            var load = await _loads.Join(jwksUrl, static () => new(), _ => _loader.LoadAsync(jwksUrl, needed, fetch))
                .Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (load.IsFinal || keyId is null || load.Copy.Set.Contains(keyId))
            {
                var set = _copies.Now(load.Copy);
                _counters.Served(set);
                return set;
            }

            // The load began for a caller with another key.
            lacking = load.Copy;
        }
    }
}
