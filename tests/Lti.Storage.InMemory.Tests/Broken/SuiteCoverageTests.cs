using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Coverage;
using Lti.Storage.Conformance.Suite;
using Lti.Storage.InMemory.Tests.Conformance;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Tests that gaps in a provider's tests are reported.</summary>
public sealed class SuiteCoverageTests
{
    private static readonly Type[] _provider = typeof(SuiteCoverageTests).Assembly.GetTypes();
    private static readonly Dictionary<string, string> _none = new(StringComparer.Ordinal);

    [Fact]
    public void A_class_of_the_suite_that_is_not_inherited_is_reported()
    {
        var withoutNonces = _provider.Where(type => type != typeof(InMemoryNonceTests));

        Assert.Equal(typeof(NonceConformance), Assert.Single(SuiteCoverage.MissingSuites(withoutNonces)));
        Assert.Empty(SuiteCoverage.MissingSuites(_provider));
    }

    [Fact]
    public void Every_class_of_the_suite_is_reported_if_none_is_inherited()
        => Assert.Equal(SuiteCoverage.Suites, SuiteCoverage.MissingSuites([]));

    [Fact]
    public void A_rule_without_a_test_is_reported()
        => Assert.Equal("X1", Assert.Single(SuiteCoverage.UntestedRules(["N3", "X1"], [typeof(InMemoryNonceTests)], _none)));

    [Fact]
    public void A_rule_with_a_reason_instead_of_a_test_is_not_reported()
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal) { ["X1"] = "It means nothing here." };

        Assert.Empty(SuiteCoverage.UntestedRules(["N3", "X1"], [typeof(InMemoryNonceTests)], reasons));
    }

    [Fact]
    public void A_rule_that_is_named_only_by_a_class_without_tests_is_reported()
        => Assert.Equal("N3", Assert.Single(SuiteCoverage.UntestedRules(["N3"], [typeof(NamedWithoutTests)], _none)));

    [Fact]
    public void An_unknown_rule_is_reported()
        => Assert.Equal("R3", Assert.Single(SuiteCoverage.UnknownRules(["E7", "R1", "R2", "R4"], [typeof(InMemoryRegistrationSessionTests)])));

    [Fact]
    public void A_test_that_names_no_rule_is_reported()
    {
        Assert.Contains(nameof(A_test_that_names_no_rule_is_reported), SuiteCoverage.TestsWithoutRule([typeof(SuiteCoverageTests)]).Select(test => test.Name), StringComparer.Ordinal);
        Assert.Empty(SuiteCoverage.TestsWithoutRule([typeof(InMemoryNonceTests), typeof(InMemoryModelTests)]));
    }

    [Fact]
    public void The_rules_equal_those_of_the_page()
    {
        Assert.Contains("E1", Contract.Rules, StringComparer.Ordinal);
        Assert.Contains("F2", Contract.Rules, StringComparer.Ordinal);
        Assert.DoesNotContain("E11", Contract.Rules, StringComparer.Ordinal);
    }

    [Fact]
    public void Races_sequences_and_histories_that_never_run_are_refused()
        => Assert.ThrowsAny<Xunit.Sdk.XunitException>(
            () => new InMemoryCompletenessTests(new InMemoryFixture { Runs = 0 }).Every_race_model_and_history_runs_at_least_once());

    [Rule("N3")]
    private static class NamedWithoutTests;
}
