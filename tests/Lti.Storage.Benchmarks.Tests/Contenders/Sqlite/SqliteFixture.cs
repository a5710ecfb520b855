using Lti.Storage.Conformance;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Runs the conformance suite on the floor on SQLite. Each environment has its own file.</summary>
public sealed class SqliteFixture : ConformanceFixture
{
    private const string Reason = "Contenders are measured and not shipped. They run on a healthy disk.";

    public override int RaceRounds => 2;

    public override int ModelSequences => 10;

    public override int ConcurrentHistories => 10;

    public override IReadOnlyDictionary<string, string> NotApplicableRules { get; } =
        new[] { "L2", "E6", "F1", "F2", "F3", "T1", "T2", "T3", "T4", "T5", "T6" }.ToDictionary(rule => rule, _ => Reason, StringComparer.Ordinal);

    public override async ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => await SqliteFloorEnvironment.CreateAsync(options);
}
