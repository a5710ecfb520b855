using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.Telemetry.Tests.TelemetryFixture))]

namespace Lti.Storage.Telemetry.Tests;

/// <summary>Adds telemetry to the in-memory provider and listens to every span and measurement.</summary>
/// <remarks>So no call takes the path without a listener.</remarks>
public sealed class TelemetryFixture : ConformanceFixture
{
    public override IReadOnlyDictionary<string, string> NotApplicableRules { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["L2"] = "Memory has no statements and no round trips.",
        ["E6"] = "Memory has no connections.",
        ["F1"] = "Telemetry passes on what the storage throws; Passing/ErrorTests proves that.",
        ["F3"] = "Telemetry keeps nothing that must survive.",
        ["F2"] = "Telemetry keeps nothing that an outage could change.",
    };

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => new(new TelemetryEnvironment(options));
}
