using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance.Tiny;

public sealed class TinyCacheModelTests(TinyCachingFixture fixture) : ModelConformance(fixture);
