using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedToolKeyTests(CachingFixture fixture) : ToolKeyConformance(fixture);
