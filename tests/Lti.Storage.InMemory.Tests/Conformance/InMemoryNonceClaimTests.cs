using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryNonceClaimTests(InMemoryFixture fixture) : NonceClaimConformance(fixture);
