using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedSessionTests(CachingFixture fixture) : SessionConformance(fixture);
