using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemorySessionFilterTests(InMemoryFixture fixture) : SessionFilterConformance(fixture);
