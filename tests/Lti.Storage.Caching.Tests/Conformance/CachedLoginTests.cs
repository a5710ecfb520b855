using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedLoginTests(CachingFixture fixture) : LoginConformance(fixture);
