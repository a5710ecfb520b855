using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Suite;
using Lti.Storage.InMemory.Tests.Broken;

namespace Lti.Storage.Docs.Tests;

/// <summary>Compiles the provider that the suite's tutorial builds and runs the suite on it.</summary>
public sealed class ProviderTutorialTests
{
    internal const string Page = "tests/Conformance/README.md";

    [Fact]
    public async Task Provider_of_the_tutorial_passes_the_suite()
    {
        var (program, errors) = Compilation.Compile(CodeBlocks.Of(Page));
        Assert.True(program is not null, string.Join('\n', errors));
        var fixture = (ConformanceFixture)Activator.CreateInstance(program.GetTypes().Single(type => type.IsSubclassOf(typeof(ConformanceFixture))))!;

        // The tutorial's environment can't hold writes, so these tests would be skipped.
        var tests = (await SuiteTest.DiscoverAsync(program)).Where(test => !test.Class.IsSubclassOf(typeof(HeldWriteConformance))).ToList();
        foreach (var test in tests)
        {
            var error = await test.RunAsync(fixture);
            Assert.True(error is null, $"{test}: {error}");
        }

        Assert.InRange(tests.Count, 400, int.MaxValue);
    }

    [Fact]
    public void Tutorial_inherits_every_class_of_the_suite()
    {
        var (program, errors) = Compilation.Compile(CodeBlocks.Of(Page));
        Assert.True(program is not null, string.Join('\n', errors));
        var fixture = Activator.CreateInstance(program.GetTypes().Single(type => type.IsSubclassOf(typeof(ConformanceFixture))))!;
        var completeness = (CompletenessConformance)Activator.CreateInstance(
            program.GetTypes().Single(type => type.IsSubclassOf(typeof(CompletenessConformance))), fixture)!;

        completeness.Every_class_of_the_suite_is_inherited();
        completeness.Every_rule_of_the_contract_has_a_test();
        completeness.Only_rules_that_do_not_apply_are_left_out_and_each_has_a_reason();
        completeness.Every_race_model_and_history_runs_at_least_once();
    }
}
