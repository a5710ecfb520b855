using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryModelTests(InMemoryFixture fixture) : ModelConformance(fixture);
