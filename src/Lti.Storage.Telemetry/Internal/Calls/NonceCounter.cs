using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts the nonces of one operation by outcome and tags the span.</summary>
internal sealed class NonceCounter(Instruments instruments, string operation)
{
    private readonly KeyValuePair<string, object?> _operation = new(TelemetryNames.OperationTag, operation);

    public void Add(string outcome, Activity? span)
    {
        instruments.NonceOutcomes.Add(1, instruments.Tags.With(_operation, new(TelemetryNames.NonceOutcomeTag, outcome)));
        span?.SetTag(TelemetryNames.NonceOutcomeTag, outcome);
    }
}
