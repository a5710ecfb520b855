using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedLifetimeTests(CachingFixture fixture) : LifetimeConformance(fixture);
