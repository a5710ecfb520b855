using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedClientTests(CachingFixture fixture) : ClientConformance(fixture);
