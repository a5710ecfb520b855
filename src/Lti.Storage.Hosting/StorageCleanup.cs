using Lti.Storage.Hosting.Internal;
using Lti.Storage.Hosting.Internal.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting;

/// <summary>
/// One bounded run of the cleanup. The background service runs it; a program without a host asks for it by itself, such as a cron job or a function on a
/// schedule. Any number of nodes may run it at once (contract rule K2). Thread-safe.
/// </summary>
public sealed class StorageCleanup
{
    private readonly ILtiStorage _storage;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Prepares runs on a storage.</summary>
    /// <param name="storage">The storage, which stays the caller's.</param>
    /// <param name="options">Of these <see cref="CleanupOptions.RunLimit"/> counts here; null means the defaults.</param>
    /// <param name="timeProvider">The clock of the run limit; null means the system's.</param>
    /// <param name="logger">Where the counts are told; null means nowhere.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names the range.</exception>
    public StorageCleanup(
        ILtiStorage storage, CleanupOptions? options = null, TimeProvider? timeProvider = null, ILogger<StorageCleanup>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
        _limit = CleanupOptionsValidator.Checked(options ?? new()).RunLimit;
        _clock = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<StorageCleanup>.Instance;
    }

    /// <summary>Removes what has expired, for at most <see cref="CleanupOptions.RunLimit"/>; a batch that was begun is ended.</summary>
    /// <param name="cancellationToken">Ends the run like the limit, but throws where not even the first batch was sent (rule K3).</param>
    /// <returns>
    /// How many of each kind were removed. <see cref="CleanupResult.Completed"/> is false where the limit or the token ended the run; another run goes on
    /// from there.
    /// </returns>
    /// <exception cref="LtiStorageException">The storage failed; what earlier batches removed stays removed.</exception>
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
            _logger.CleanupEnded(result.Nonces, result.Sessions, result.RegistrationSessions);
        }
        else
        {
            _logger.CleanupReachedItsLimit(_limit, result.Nonces, result.Sessions, result.RegistrationSessions);
        }
    }
}
