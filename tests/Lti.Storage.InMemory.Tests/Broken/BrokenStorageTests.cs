using Lti.Storage.Conformance.Coverage;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Tests that a rule's tests fail on a storage that breaks the rule.</summary>
public sealed class BrokenStorageTests
{
    public static TheoryData<string> All { get; } = [.. BrokenStorage.All.Select(broken => broken.Name)];

    private static IEnumerable<string> BrokenRules => BrokenStorage.All.Select(broken => broken.Breaks.Rule);

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_example_of_the_rule_finds_the_fault(string name)
    {
        var broken = BrokenStorage.Of(name);
        var fixture = broken.Fixture();
        foreach (var test in (await SuiteTest.All).Where(broken.IsFoundBy))
        {
            if (await test.RunAsync(fixture) is not null)
            {
                return;
            }
        }

        Assert.Fail($"No test of rule {broken.Breaks.Rule} in {broken.Breaks.By?.Name ?? "any class"} fails where {broken.Type.Name}.");
    }

    [Fact]
    public void Every_rule_of_the_contract_is_broken_by_some_storage()
        => Assert.Empty(Contract.Rules.Except([.. Contract.ProvedByProviders, .. BrokenRules], StringComparer.Ordinal));

    [Fact]
    public void Every_broken_storage_names_a_rule_of_the_contract() => Assert.Empty(BrokenRules.Except(Contract.Rules, StringComparer.Ordinal));
}
