using Xunit.v3;

namespace Lti.Storage.Conformance;

/// <summary>Names the contract rules that a test proves.</summary>
/// <remarks>It is the trait <c>Rule</c>: <c>--filter-trait "Rule=N3"</c> runs the tests of a rule.</remarks>
/// <param name="rules">The rules' numbers, such as <c>N3</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class RuleAttribute(params string[] rules) : Attribute, ITraitAttribute
{
    /// <summary>The rules' numbers.</summary>
    public IReadOnlyList<string> Rules { get; } = rules;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. Rules.Select(rule => KeyValuePair.Create("Rule", rule))];
}
