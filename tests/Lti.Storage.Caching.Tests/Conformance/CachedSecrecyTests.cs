using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedSecrecyTests(CachingFixture fixture) : SecrecyConformance(fixture);
