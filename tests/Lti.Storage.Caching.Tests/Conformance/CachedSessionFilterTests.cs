using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedSessionFilterTests(CachingFixture fixture) : SessionFilterConformance(fixture);
