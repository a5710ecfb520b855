using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryPlatformKeySetTests(InMemoryFixture fixture) : PlatformKeySetConformance(fixture);
