using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedNonceClaimTests(CachingFixture fixture) : NonceClaimConformance(fixture);
