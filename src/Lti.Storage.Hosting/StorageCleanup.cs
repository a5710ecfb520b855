using Lti.Storage.Hosting.Internal;
using Lti.Storage.Hosting.Internal.Options;
using Lti.Storage.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting;

/// <summary>Runs one cleanup with a timeout. Thread-safe.</summary>
/// <remarks>
/// The background service uses it. A program without a host calls it directly, for example in a cron job or a scheduled function. Any
/// number of nodes may run it concurrently (contract rule K2).
/// </remarks>
public sealed class StorageCleanup
{
    private readonly ILtiStorage _storage;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Creates a cleanup of a storage.</summary>
    /// <param name="storage">The storage. The caller disposes it.</param>
    /// <param name="options">The options. Only <see cref="CleanupOptions.RunLimit"/> is used. Null means the defaults.</param>
    /// <param name="timeProvider">The clock of the timeout. Null means the system clock.</param>
    /// <param name="logger">The logger of the counts or null. Exceptions of the logger are ignored.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range. The message names the range.</exception>
    public StorageCleanup(
        ILtiStorage storage, CleanupOptions? options = null, TimeProvider? timeProvider = null, ILogger<StorageCleanup>? logger = null)
        : this(storage, options, timeProvider, logger ?? (ILogger)NullLogger.Instance)
    {
    }

    internal StorageCleanup(ILtiStorage storage, CleanupOptions? options, TimeProvider? timeProvider, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
        _limit = new CleanupOptionsValidator().Require(options ?? new()).RunLimit;
        _clock = timeProvider ?? TimeProvider.System;
        _logger = new GuardedLogger(logger);
    }

    /// <summary>Removes expired rows for at most <see cref="CleanupOptions.RunLimit"/>. A started batch is finished.</summary>
    /// <param name="cancellationToken">Stops the run like the timeout. Throws if the first batch was not sent yet (rule K3).</param>
    /// <returns>
    /// The number of removed rows of each kind. <see cref="CleanupResult.Completed"/> is false if the timeout or the token stopped the run.
    /// The next run continues.
    /// </returns>
    /// <exception cref="LtiStorageException">The storage failed. Rows that earlier batches removed stay removed.</exception>
    public async Task<CleanupResult> RunAsync(CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(_limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        CleanupResult result;
        try
        {
            result = await _storage.CleanupAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            result = new CleanupResult { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = false };
        }

        Tell(result, isStopped: cancellationToken.IsCancellationRequested);
        return result;
    }

    private void Tell(CleanupResult result, bool isStopped)
    {
        if (result.Completed || isStopped)
        {
            _logger.CleanupEnded(
                result.Nonces, result.Sessions, result.RegistrationSessions, result.AccessTokens, result.PlatformKeySets);
        }
        else
        {
            _logger.CleanupReachedItsLimit(
                _limit, result.Nonces, result.Sessions, result.RegistrationSessions, result.AccessTokens, result.PlatformKeySets);
        }
    }
}
