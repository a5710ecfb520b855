using System.Diagnostics.Metrics;
using Lti.Storage.Telemetry.Internal;
using Lti.Storage.Telemetry.Internal.Metrics;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Telemetry;

/// <summary>Adds traces and metrics to a storage.</summary>
public static class TelemetryStorageExtensions
{
    /// <summary>Traces and measures every operation with the names in <see cref="TelemetryNames"/>.</summary>
    /// <remarks>
    /// <para>
    /// Use it as the outermost decorator: it then measures the time that the tool waits. Around the provider alone, inside a cache, it
    /// measures the database.
    /// </para>
    /// <para>
    /// Answers, errors and cancellation are those of the storage itself. Without a listener a call only reads a few flags.
    /// </para>
    /// </remarks>
    /// <param name="storage">The storage. The decorator disposes it.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="invalidation">
    /// The source whose state <see cref="TelemetryNames.InvalidationListening"/> reports. Null means the source of the storage itself, if
    /// it has one. It is not disposed.
    /// </param>
    /// <param name="timeProvider">The clock for durations. Null means the system clock.</param>
    /// <returns>The decorated storage. Every rule of the contract holds for it.</returns>
    /// <exception cref="OptionsValidationException">An option is out of its range. The message names the range.</exception>
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
