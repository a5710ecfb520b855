using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryCompletenessTests(InMemoryFixture fixture) : CompletenessConformance(fixture);
