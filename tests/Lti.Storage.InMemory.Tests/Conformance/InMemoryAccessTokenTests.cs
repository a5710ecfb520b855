using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryAccessTokenTests(InMemoryFixture fixture) : AccessTokenConformance(fixture);
