using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryCleanupTests(InMemoryFixture fixture) : CleanupConformance(fixture);
