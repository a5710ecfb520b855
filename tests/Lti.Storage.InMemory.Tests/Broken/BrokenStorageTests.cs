using CsCheck;
using Lti.Storage.Conformance.Coverage;
using Lti.Storage.Conformance.Suite;
using Lti.Storage.InMemory.Tests.Conformance;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Each rule's tests fail when the rule is broken: a suite that passes everything proves nothing.</summary>
public sealed class BrokenStorageTests
{
    public static TheoryData<string> All { get; } = [.. BrokenStorage.All.Select(broken => broken.Name)];

    public static TheoryData<string> FoundByModel { get; } = [.. BrokenStorage.All.Where(broken => broken.Breaks.FoundByModel).Select(broken => broken.Name)];

    public static TheoryData<string> FoundByHistories { get; } = [.. BrokenStorage.All.Where(broken => broken.Breaks.FoundByHistories).Select(broken => broken.Name)];

    private static IEnumerable<string> BrokenRules => BrokenStorage.All.Select(broken => broken.Breaks.Rule);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Breaking_a_rule_is_caught_by_an_example_of_that_rule(string name)
    {
        var broken = BrokenStorage.Of(name);
        var fixture = broken.Fixture();
        foreach (var test in (await SuiteTest.All).Where(test => !test.IsGenerated && test.Rules.Contains(broken.Breaks.Rule, StringComparer.Ordinal)))
        {
            if (await test.RunAsync(fixture) is not null)
            {
                return;
            }
        }

        Assert.Fail($"No test of rule {broken.Breaks.Rule} fails where {broken.Type.Name}.");
    }

    [Theory]
    [MemberData(nameof(FoundByModel))]
    public Task Generated_sequences_alone_find_it(string name) => AssertFoundByAsync<InMemoryModelTests>(name);

    [Theory]
    [MemberData(nameof(FoundByHistories))]
    public Task Concurrent_histories_alone_find_it(string name) => AssertFoundByAsync<InMemoryLinearizabilityTests>(name);

    [Fact]
    public void Every_rule_of_the_contract_is_broken_by_some_storage()
        => Assert.Empty(Contract.Rules.Except([.. Contract.ProvedByProviders, .. BrokenRules], StringComparer.Ordinal));

    [Fact]
    public void Every_broken_storage_names_a_rule_of_the_contract()
        => Assert.Empty(BrokenRules.Except(Contract.Rules, StringComparer.Ordinal));

    private static async Task AssertFoundByAsync<TSuite>(string name)
        where TSuite : ConformanceTest
    {
        var test = Assert.Single(await SuiteTest.All, test => test.Class == typeof(TSuite));

        Assert.IsType<CsCheckException>(await test.RunAsync(BrokenStorage.Of(name).Fixture()));
    }
}
