using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedDeploymentTests(CachingFixture fixture) : DeploymentConformance(fixture);
