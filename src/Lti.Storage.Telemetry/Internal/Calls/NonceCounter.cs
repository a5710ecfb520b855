using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts the nonces of one operation by outcome and tags the span.</summary>
internal sealed class NonceCounter(Instruments instruments, string system, string operation)
{
    private readonly KeyValuePair<string, object?> _system = new(TelemetryNames.DatabaseSystemTag, system);
    private readonly KeyValuePair<string, object?> _operation = new(TelemetryNames.OperationTag, operation);

    public void Add(string outcome, Activity? span)
    {
        instruments.NonceOutcomes.Add(1, _system, _operation, new(TelemetryNames.NonceOutcomeTag, outcome));
        span?.SetTag(TelemetryNames.NonceOutcomeTag, outcome);
    }
}
