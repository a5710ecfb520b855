using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedLaunchConfigTests(CachingFixture fixture) : LaunchConfigConformance(fixture);
