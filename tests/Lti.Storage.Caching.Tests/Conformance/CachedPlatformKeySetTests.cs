using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedPlatformKeySetTests(CachingFixture fixture) : PlatformKeySetConformance(fixture);
