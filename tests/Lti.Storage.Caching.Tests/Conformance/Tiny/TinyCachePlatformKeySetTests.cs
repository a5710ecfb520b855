using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance.Tiny;

public sealed class TinyCachePlatformKeySetTests(TinyCachingFixture fixture) : PlatformKeySetConformance(fixture);
