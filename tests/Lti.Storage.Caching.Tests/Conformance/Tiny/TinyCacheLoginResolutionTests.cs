using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance.Tiny;

public sealed class TinyCacheLoginResolutionTests(TinyCachingFixture fixture) : LoginResolutionConformance(fixture);
