using Lti.Storage.Conformance.Coverage;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Checks that the provider inherits every class of the suite and that every rule has a test.</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class CompletenessConformance(ConformanceFixture fixture)
{
    private IEnumerable<Type> AllTests => [.. SuiteCoverage.Suites, .. GetType().Assembly.GetTypes()];

    [Fact]
    public void Every_class_of_the_suite_is_inherited()
        => Assert.Empty(SuiteCoverage.MissingSuites(GetType().Assembly.GetTypes())
            .Where(type => type != typeof(ToolKeyConformance) || !Contract.OfToolKeys.All(fixture.NotApplicableRules.ContainsKey))
            .Select(type => type.Name));

    [Fact]
    public void Every_rule_of_the_contract_has_a_test()
        => Assert.Empty(SuiteCoverage.UntestedRules(Contract.Rules, AllTests, fixture.NotApplicableRules));

    [Fact]
    public void No_test_names_a_rule_that_the_contract_does_not_have() => Assert.Empty(SuiteCoverage.UnknownRules(Contract.Rules, AllTests));

    [Fact]
    public void Every_test_of_the_suite_names_its_rule()
        => Assert.Empty(SuiteCoverage.TestsWithoutRule(SuiteCoverage.Suites).Select(test => test.Name));

    [Fact]
    public void Only_rules_that_do_not_apply_are_left_out_and_each_has_a_reason()
    {
        Assert.All(fixture.NotApplicableRules.Keys, rule => Assert.Contains(rule, Contract.ProvedByProviders.Concat(Contract.OfToolKeys), StringComparer.Ordinal));
        Assert.All(fixture.NotApplicableRules.Values, reason => Assert.False(string.IsNullOrWhiteSpace(reason)));
    }

    [Fact]
    public void All_rules_of_the_contract_are_read()
    {
        Assert.Distinct(Contract.Rules, StringComparer.Ordinal);
        Assert.All(Contract.ProvedByProviders.Concat(Contract.OfToolKeys), rule => Assert.Contains(rule, Contract.Rules, StringComparer.Ordinal));
        Assert.InRange(Contract.Rules.Count, 47, int.MaxValue);
    }
}
