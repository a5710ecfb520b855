using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryLinearizabilityTests(InMemoryFixture fixture) : LinearizabilityConformance(fixture);
