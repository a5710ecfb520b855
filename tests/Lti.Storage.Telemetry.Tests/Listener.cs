using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lti.Storage.Telemetry.Tests;

/// <summary>Listens to all spans and measurements of the process and stores none.</summary>
internal sealed class Listener : IDisposable
{
    private readonly ActivityListener _spans = new()
    {
        ShouldListenTo = static source => source.Name == TelemetryNames.ActivitySourceName,
        Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private readonly MeterListener _measurements = new()
    {
        InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryNames.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        },
    };

    public Listener()
    {
        ActivitySource.AddActivityListener(_spans);
        _measurements.Start();
    }

    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
    }
}
