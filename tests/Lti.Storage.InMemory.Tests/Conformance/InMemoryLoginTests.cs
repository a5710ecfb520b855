using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryLoginTests(InMemoryFixture fixture) : LoginConformance(fixture);
