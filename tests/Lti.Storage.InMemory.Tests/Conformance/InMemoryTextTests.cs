using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryTextTests(InMemoryFixture fixture) : TextConformance(fixture);
