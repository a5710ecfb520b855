using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedCleanupTests(CachingFixture fixture) : CleanupConformance(fixture);
