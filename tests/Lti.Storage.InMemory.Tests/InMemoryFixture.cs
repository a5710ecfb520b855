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

    public override int ModelSequences => 2000;

    public override int ConcurrentHistories => 1000;

    /// <summary>Wraps each storage. The default wraps nothing. Tests of the suite itself wrap faulty decorators.</summary>
    internal Func<ILtiStorage, TimeProvider, ILtiStorage> Around { get; init; } = static (storage, _) => storage;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => new(new InMemoryEnvironment(options, Around));
}
