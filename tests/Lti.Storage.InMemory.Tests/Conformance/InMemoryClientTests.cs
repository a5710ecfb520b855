using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryClientTests(InMemoryFixture fixture) : ClientConformance(fixture);
