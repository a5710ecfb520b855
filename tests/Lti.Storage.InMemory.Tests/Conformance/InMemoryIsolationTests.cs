using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryIsolationTests(InMemoryFixture fixture) : IsolationConformance(fixture);
