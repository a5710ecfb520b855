using CsCheck;
using Lti.Storage.InMemory.Tests.Conformance;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Generated sequences find what is broken without an example of it.</summary>
public sealed class BrokenStorageModelTests
{
    public static TheoryData<string> Found { get; } = [.. BrokenStorage.All.Where(broken => broken.Breaks.FoundByModel).Select(broken => broken.Name)];

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Generated_sequences_alone_find_it(string name)
    {
        var test = Assert.Single(await SuiteTest.All, test => test.Class == typeof(InMemoryModelTests));

        Assert.IsType<CsCheckException>(await test.RunAsync(BrokenStorage.Of(name).Fixture()));
    }
}
