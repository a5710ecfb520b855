using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.InMemory.Tests.InMemoryFixture))]

namespace Lti.Storage.InMemory.Tests;

public sealed class InMemoryFixture : ConformanceFixture
{
    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => new(new InMemoryEnvironment(options));
}
