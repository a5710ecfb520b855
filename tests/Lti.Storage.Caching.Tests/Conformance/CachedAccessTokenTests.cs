using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedAccessTokenTests(CachingFixture fixture) : AccessTokenConformance(fixture);
