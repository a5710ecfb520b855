using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryLaunchOutcomeTests(InMemoryFixture fixture) : LaunchOutcomeConformance(fixture);
