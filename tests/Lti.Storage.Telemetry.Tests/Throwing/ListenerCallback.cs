namespace Lti.Storage.Telemetry.Tests.Throwing;

/// <summary>Chooses the callback in which a listener throws.</summary>
public enum ListenerCallback
{
    /// <summary>No callback.</summary>
    None,

    /// <summary>When a span is sampled.</summary>
    Sampling,

    /// <summary>When a span has started.</summary>
    SpanStarted,

    /// <summary>When a span has stopped.</summary>
    SpanStopped,

    /// <summary>When another span becomes the current one.</summary>
    CurrentChanged,

    /// <summary>When an instrument is created.</summary>
    InstrumentPublished,

    /// <summary>When a measurement is recorded.</summary>
    Measurement,

    /// <summary>When a meter is disposed.</summary>
    MeasurementsCompleted,
}
