using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryLoginResolutionTests(InMemoryFixture fixture) : LoginResolutionConformance(fixture);
