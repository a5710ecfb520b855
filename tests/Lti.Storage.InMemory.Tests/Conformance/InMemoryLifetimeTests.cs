using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryLifetimeTests(InMemoryFixture fixture) : LifetimeConformance(fixture);
