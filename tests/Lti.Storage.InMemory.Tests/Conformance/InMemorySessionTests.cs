using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemorySessionTests(InMemoryFixture fixture) : SessionConformance(fixture);
