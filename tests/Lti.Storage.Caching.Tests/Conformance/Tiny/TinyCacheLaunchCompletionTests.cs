using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance.Tiny;

public sealed class TinyCacheLaunchCompletionTests(TinyCachingFixture fixture) : LaunchCompletionConformance(fixture);
