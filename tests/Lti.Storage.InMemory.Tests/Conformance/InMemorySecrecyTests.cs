using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemorySecrecyTests(InMemoryFixture fixture) : SecrecyConformance(fixture);
