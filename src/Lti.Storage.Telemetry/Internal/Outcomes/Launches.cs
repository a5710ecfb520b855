using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Outcomes;

/// <summary>A launch is completed where its nonce was consumed.</summary>
internal sealed class Launches(Instruments instruments, string system, ConsumedNonces nonces) : IOutcomes<NonceOutcome>
{
    private readonly KeyValuePair<string, object?> _system = new(TelemetryTags.DatabaseSystem, system);

    public void Answered(NonceOutcome answer, TimeSpan duration, Activity? span)
    {
        nonces.Answered(answer, duration, span);
        Add(answer == NonceOutcome.Consumed ? TelemetryOutcomes.Completed : TelemetryOutcomes.Refused);
    }

    public void Failed(Exception error, TimeSpan duration, Activity? span) => Add(TelemetryOutcomes.Failed);

    private void Add(string outcome) => instruments.Launches.Add(1, _system, new(TelemetryTags.LaunchOutcome, outcome));
}
