using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedNonceTests(CachingFixture fixture) : NonceConformance(fixture);
