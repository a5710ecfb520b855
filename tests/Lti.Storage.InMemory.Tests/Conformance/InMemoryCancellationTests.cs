using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryCancellationTests(InMemoryFixture fixture) : CancellationConformance(fixture);
