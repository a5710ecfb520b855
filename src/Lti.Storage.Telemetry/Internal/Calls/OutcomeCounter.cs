using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts one kind of outcome of one operation and tags the span.</summary>
internal sealed class OutcomeCounter(QuietCounter counter, StorageTags tags, string tag, string? operation = null)
{
    public void Add(string outcome, Activity? span)
    {
        KeyValuePair<string, object?> tagged = new(tag, outcome);
        counter.Add(1, operation is null ? tags.With(tagged) : tags.With(new(TelemetryNames.OperationTag, operation), tagged));
        span?.SetTag(tag, outcome);
    }
}
