using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedIsolationTests(CachingFixture fixture) : IsolationConformance(fixture);
