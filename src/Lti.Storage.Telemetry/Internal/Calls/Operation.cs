
namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>How traces and metrics call an operation, and what its end counts for beside its duration.</summary>
/// <typeparam name="T">What the operation answers with.</typeparam>
internal sealed class Operation<T>(string system, string name, string? collection = null, IOutcomes<T>? outcomes = null)
{
    public string SpanName { get; } = collection is null ? name : $"{name} {collection}";

    /// <summary>Those that are known when the call begins, made once.</summary>
    public KeyValuePair<string, object?>[] Tags { get; } = collection is null
        ? [new(TelemetryNames.DatabaseSystemTag, system), new(TelemetryNames.OperationTag, name)]
        : [new(TelemetryNames.DatabaseSystemTag, system), new(TelemetryNames.OperationTag, name), new(TelemetryNames.CollectionTag, collection)];

    public IOutcomes<T>? Outcomes { get; } = outcomes;
}
