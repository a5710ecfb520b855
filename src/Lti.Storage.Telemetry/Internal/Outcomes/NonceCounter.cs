using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Outcomes;

/// <summary>Counts what became of the nonces of one operation, and says it on the span.</summary>
internal sealed class NonceCounter(Instruments instruments, string system, string operation)
{
    private readonly KeyValuePair<string, object?> _system = new(TelemetryTags.DatabaseSystem, system);
    private readonly KeyValuePair<string, object?> _operation = new(TelemetryTags.Operation, operation);

    public void Add(string outcome, Activity? span)
    {
        instruments.NonceOutcomes.Add(1, _system, _operation, new(TelemetryTags.NonceOutcome, outcome));
        span?.SetTag(TelemetryTags.NonceOutcome, outcome);
    }
}
