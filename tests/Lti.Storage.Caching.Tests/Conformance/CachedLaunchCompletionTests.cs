using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedLaunchCompletionTests(CachingFixture fixture) : LaunchCompletionConformance(fixture);
