using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryToolKeyTests(InMemoryFixture fixture) : ToolKeyConformance(fixture);
