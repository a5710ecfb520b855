using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedLoginResolutionTests(CachingFixture fixture) : LoginResolutionConformance(fixture);
