using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Names an operation in traces and metrics and counts its outcomes.</summary>
/// <typeparam name="T">The type of the operation's answer.</typeparam>
internal sealed class Operation<T>(StorageTags storage, string name, string? collection = null, IOutcomes<T>? outcomes = null)
{
    public string SpanName { get; } = collection is null ? name : $"{name} {collection}";

    /// <summary>The tags that are known when the call begins. Created once.</summary>
    public KeyValuePair<string, object?>[] Tags { get; } = collection is null
        ? storage.ArrayWith(new KeyValuePair<string, object?>(TelemetryNames.OperationTag, name))
        : storage.ArrayWith(new(TelemetryNames.OperationTag, name), new(TelemetryNames.CollectionTag, collection));

    public IOutcomes<T>? Outcomes { get; } = outcomes;
}
