using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryHeldWriteTests(InMemoryFixture fixture) : HeldWriteConformance(fixture);
