using CsCheck;
using Lti.Storage.InMemory.Tests.Conformance;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Tests that generated sequences find faults without an example.</summary>
[FullRun("model tests of broken storages")]
public sealed class BrokenStorageModelTests
{
    public static TheoryData<string> Found { get; } = [.. BrokenStorage.All.Where(broken => broken.Breaks.FoundByModel).Select(broken => broken.Name)];

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Generated_sequences_find_the_fault(string name)
    {
        var test = Assert.Single(await SuiteTest.All, test => test.Class == typeof(InMemoryModelTests));

        Assert.IsType<CsCheckException>(await test.RunAsync(BrokenStorage.Of(name).Fixture()));
    }
}
