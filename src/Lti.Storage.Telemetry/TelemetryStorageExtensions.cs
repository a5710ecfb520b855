using System.Diagnostics.Metrics;
using Lti.Storage.Telemetry.Internal;
using Lti.Storage.Telemetry.Internal.Metrics;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Telemetry;

/// <summary>Puts traces and metrics around a storage.</summary>
public static class TelemetryStorageExtensions
{
    /// <summary>
    /// Traces and measures every operation, by the names in <see cref="TelemetryNames"/>. Meant as the outermost decorator, so that what is measured is
    /// what the tool waits for; around the provider alone, inside a cache, it measures the database. Answers, errors and cancellation are those of
    /// the storage itself, and while nobody listens a call costs a look at a few flags.
    /// </summary>
    /// <param name="storage">The storage. The decorator disposes it.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="invalidation">
    /// The source whose state <see cref="TelemetryNames.InvalidationListening"/> tells, or null for the one that the storage itself offers, if it does. It
    /// is not disposed.
    /// </param>
    /// <param name="timeProvider">What durations are measured by, or null for the system's.</param>
    /// <returns>The storage, traced and measured. Every rule of the contract holds for it.</returns>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names the range.</exception>
    public static ILtiStorage WithTelemetry(
        this ILtiStorage storage,
        TelemetryOptions? options = null,
        IInvalidationSource? invalidation = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return TelemetryLtiStorage.Around(storage, options, invalidation, timeProvider, new Meter(Instruments.MeterOptions()));
    }
}
