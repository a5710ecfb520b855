using Lti.Storage.Conformance.Running;

namespace Lti.Storage.Conformance;

/// <summary>Supplies a provider's environments to the suite.</summary>
/// <remarks>
/// Derive from it once and make it an assembly fixture of the provider's test project. Pass it to each inherited class of the suite.
/// </remarks>
public abstract class ConformanceFixture
{
    /// <summary>The text in the suite's nonces, sessions and registration tokens.</summary>
    /// <remarks>
    /// Capture all logs, traces and metrics of a run and search them for it (rule E8: no secret). Some tests need odd input without it.
    /// </remarks>
    public const string Canary = "canary-3b9e";

    /// <summary>The number of runs of each race. Each run has fresh keys.</summary>
    /// <remarks>A race that fails once in a thousand runs fails in production. A provider with slow round trips may lower it.</remarks>
    public virtual int RaceRounds => 20;

    /// <summary>The number of generated operation sequences that are compared with the model.</summary>
    public virtual int ModelSequences => 200;

    /// <summary>The number of generated concurrent histories that are checked for linearizability.</summary>
    public virtual int ConcurrentHistories => 200;

    /// <summary>The rules that do not apply to this provider and the reason for each.</summary>
    /// <remarks>
    /// Only L2, E6, F1, F2 and F3 can be here: they are about statements, connections, outages and crashes. A provider with these proves
    /// the rules in tests of its own (<see cref="RuleAttribute"/>). T1 to T6 can be here together if the storage does not implement
    /// <see cref="IToolKeyStorage"/>, and so can A1 to A7 if it does not implement <see cref="IAccessTokenStorage"/>, and P1
    /// to P5 if it does not implement <see cref="IPlatformKeySetStorage"/>.
    /// </remarks>
    public virtual IReadOnlyDictionary<string, string> NotApplicableRules { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Creates an empty set of data with its own clock. No other test uses it.</summary>
    /// <param name="options">The options of the storages that are opened on it.</param>
    /// <returns>The environment of one test. The test disposes it.</returns>
    public abstract ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options);
}
