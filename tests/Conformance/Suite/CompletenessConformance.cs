using Lti.Storage.Conformance.Coverage;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Checks that the provider inherits every class of the suite and that every rule has a test.</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class CompletenessConformance(ConformanceFixture fixture)
{
    private IEnumerable<Type> AllTests => [.. SuiteCoverage.Suites, .. GetType().Assembly.GetTypes()];

    [Fact]
    public void Every_class_of_the_suite_is_inherited()
        => AssertNone(
            "Inherit these classes too",
            SuiteCoverage.MissingSuites(GetType().Assembly.GetTypes())
                .Where(type => type != typeof(ToolKeyConformance) || !Contract.OfToolKeys.All(fixture.NotApplicableRules.ContainsKey))
                .Where(type => type != typeof(AccessTokenConformance) || !Contract.OfAccessTokens.All(fixture.NotApplicableRules.ContainsKey))
                .Where(type => type != typeof(PlatformKeySetConformance) || !Contract.OfPlatformKeySets.All(fixture.NotApplicableRules.ContainsKey))
                .Select(type => type.Name));

    [Fact]
    public void Every_rule_of_the_contract_has_a_test()
        => AssertNone("These rules have neither a test nor a reason", SuiteCoverage.UntestedRules(Contract.Rules, AllTests, fixture.NotApplicableRules));

    [Fact]
    public void No_test_names_a_rule_that_the_contract_does_not_have()
        => AssertNone("The contract does not have these rules", SuiteCoverage.UnknownRules(Contract.Rules, AllTests));

    [Fact]
    public void Every_test_of_the_suite_names_its_rule()
        => AssertNone("These tests name no rule", SuiteCoverage.TestsWithoutRule(SuiteCoverage.Suites).Select(test => test.Name));

    [Fact]
    public void Only_rules_that_do_not_apply_are_left_out_and_each_has_a_reason()
    {
        Assert.All(fixture.NotApplicableRules.Keys, rule => Assert.Contains(rule, Contract.Optional, StringComparer.Ordinal));
        Assert.All(fixture.NotApplicableRules.Values, reason => Assert.False(string.IsNullOrWhiteSpace(reason)));
    }

    [Fact]
    public void Every_race_model_and_history_runs_at_least_once()
    {
        // Without a run these tests pass and prove nothing.
        Assert.InRange(fixture.RaceRounds, 1, int.MaxValue);
        Assert.InRange(fixture.ModelSequences, 1, int.MaxValue);
        Assert.InRange(fixture.ConcurrentHistories, 1, int.MaxValue);
    }

    [Fact]
    public void All_rules_of_the_contract_are_read()
    {
        Assert.Distinct(Contract.Rules, StringComparer.Ordinal);
        Assert.All(Contract.Optional, rule => Assert.Contains(rule, Contract.Rules, StringComparer.Ordinal));
        Assert.InRange(Contract.Rules.Count, 47, int.MaxValue);
    }

    /// <summary>Fails with the whole list: an assertion about a collection would show five of it.</summary>
    private static void AssertNone(string message, IEnumerable<string> found)
    {
        var all = found.Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{message}: {string.Join(", ", all)}.");
    }
}
