using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryLaunchConfigTests(InMemoryFixture fixture) : LaunchConfigConformance(fixture);
