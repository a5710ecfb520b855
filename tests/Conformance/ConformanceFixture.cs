using Lti.Storage.Conformance.Running;

namespace Lti.Storage.Conformance;

/// <summary>
/// What a provider supplies to the suite. Derive from it once, make it an assembly fixture of the provider's test project, and give it to each class
/// of the suite that is inherited there.
/// </summary>
public abstract class ConformanceFixture
{
    /// <summary>
    /// What the suite's nonces, sessions and registration tokens carry: run with everything captured that a provider logs, traces and measures, and search
    /// that for it (rule E8). Odd input that some tests need as it is does without.
    /// </summary>
    public const string Canary = "canary-3b9e";

    /// <summary>
    /// How often a race is run, each time on fresh keys. A race that is lost once in a thousand runs is lost in production; a provider with slow
    /// round trips may lower it.
    /// </summary>
    public virtual int RaceRounds => 20;

    /// <summary>How many sequences of operations are generated and compared with the model.</summary>
    public virtual int ModelSequences => 200;

    /// <summary>How many concurrent histories are generated and checked for linearizability.</summary>
    public virtual int ConcurrentHistories => 200;

    /// <summary>
    /// The rules that mean nothing to this provider, each with the reason: of L2, E6, F1 and F2 only, which are about statements, connections and
    /// outages. A provider that has these proves the rules in tests of its own, named by <see cref="RuleAttribute"/>.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> NotApplicableRules { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Makes an empty set of data with a clock of its own, which nothing else reads or writes.</summary>
    /// <param name="options">The options of the storages that are opened on it.</param>
    /// <returns>The environment of one test, which disposes it.</returns>
    public abstract ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options);
}
