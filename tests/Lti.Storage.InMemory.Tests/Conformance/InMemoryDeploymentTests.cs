using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryDeploymentTests(InMemoryFixture fixture) : DeploymentConformance(fixture);
