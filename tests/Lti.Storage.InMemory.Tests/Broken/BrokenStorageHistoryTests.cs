using CsCheck;
using Lti.Storage.InMemory.Tests.Conformance;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Tests that concurrent histories find faults that occur only under concurrency.</summary>
[FullRun("history tests of broken storages")]
public sealed class BrokenStorageHistoryTests
{
    public static TheoryData<string> Found { get; } = [.. BrokenStorage.All.Where(broken => broken.Breaks.FoundByHistories).Select(broken => broken.Name)];

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Concurrent_histories_find_the_fault(string name)
    {
        var test = Assert.Single(await SuiteTest.All, test => test.Class == typeof(InMemoryLinearizabilityTests));

        Assert.IsType<CsCheckException>(await test.RunAsync(BrokenStorage.Of(name).Fixture()));
    }
}
