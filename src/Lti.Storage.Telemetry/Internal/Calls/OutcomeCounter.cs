using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts one kind of outcome of one operation and tags the span.</summary>
internal sealed class OutcomeCounter(QuietCounter counter, string tag, string system, string? operation = null)
{
    private readonly KeyValuePair<string, object?> _system = new(TelemetryNames.DatabaseSystemTag, system);
    private readonly KeyValuePair<string, object?>? _operation
        = operation is null ? null : new(TelemetryNames.OperationTag, operation);

    public void Add(string outcome, Activity? span)
    {
        if (_operation is { } operation)
        {
            counter.Add(1, _system, operation, new(tag, outcome));
        }
        else
        {
            counter.Add(1, _system, new(tag, outcome));
        }

        span?.SetTag(tag, outcome);
    }
}
