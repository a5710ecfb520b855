using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryNonceTests(InMemoryFixture fixture) : NonceConformance(fixture);
