using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedModelTests(CachingFixture fixture) : ModelConformance(fixture);
