using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedCancellationTests(CachingFixture fixture) : CancellationConformance(fixture);
