using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryInputTests(InMemoryFixture fixture) : InputConformance(fixture);
