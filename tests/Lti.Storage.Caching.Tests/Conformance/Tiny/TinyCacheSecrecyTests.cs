using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance.Tiny;

public sealed class TinyCacheSecrecyTests(TinyCachingFixture fixture) : SecrecyConformance(fixture);
