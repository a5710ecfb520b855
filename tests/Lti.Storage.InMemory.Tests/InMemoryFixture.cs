using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.InMemory.Tests.InMemoryFixture))]

namespace Lti.Storage.InMemory.Tests;

public sealed class InMemoryFixture : ConformanceFixture
{
    public override IReadOnlyDictionary<string, string> NotApplicableRules { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["L2"] = "Memory has no statements and no round trips.",
        ["E6"] = "Memory has no connections.",
        ["F1"] = "Memory is always reached.",
        ["F2"] = "Memory never comes back.",
    };

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => new(new InMemoryEnvironment(options));
}
