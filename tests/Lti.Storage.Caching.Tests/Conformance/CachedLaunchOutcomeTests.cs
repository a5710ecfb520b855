using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedLaunchOutcomeTests(CachingFixture fixture) : LaunchOutcomeConformance(fixture);
