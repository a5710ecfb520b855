using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryLaunchCompletionTests(InMemoryFixture fixture) : LaunchCompletionConformance(fixture);
