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
        ["F3"] = "Memory ends with its process.",
    };

    public override int RaceRounds => Runs ?? base.RaceRounds;

    public override int ModelSequences => Runs ?? 2000;

    public override int ConcurrentHistories => Runs ?? 1000;

    /// <summary>The number of runs of races, sequences and histories. Null means those of a test run.</summary>
    internal int? Runs { get; init; }

    /// <summary>Wraps each storage. The default wraps nothing. Tests of the suite itself wrap faulty decorators.</summary>
    internal Func<ILtiStorage, TimeProvider, ILtiStorage> Around { get; init; } = static (storage, _) => storage;

    /// <summary>Opens the second node on the first one's storage by the caller's clock. The default opens none.</summary>
    internal Func<ILtiStorage, TimeProvider, ILtiStorage>? SecondNode { get; init; }

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
        => new(new InMemoryEnvironment(options, Around, SecondNode));
}
