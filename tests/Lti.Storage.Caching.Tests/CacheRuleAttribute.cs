using Xunit.v3;

namespace Lti.Storage.Caching.Tests;

/// <summary>Names the caching rules of <c>docs/explanation/consistency.md</c> that a test proves.</summary>
/// <remarks>
/// They become the trait <c>CacheRule</c>: <c>--filter-trait "CacheRule=H3"</c> runs the tests of one rule. The attribute <c>Rule</c> names
/// rules of the contract.
/// </remarks>
/// <param name="rules">The rules' numbers, such as <c>H3</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class CacheRuleAttribute(params string[] rules) : Attribute, ITraitAttribute
{
    /// <summary>The rules' numbers.</summary>
    public IReadOnlyList<string> Rules { get; } = rules;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits()
        => [.. Rules.Select(rule => KeyValuePair.Create("CacheRule", rule))];
}
