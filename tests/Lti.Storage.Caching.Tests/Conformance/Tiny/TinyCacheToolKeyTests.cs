using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance.Tiny;

public sealed class TinyCacheToolKeyTests(TinyCachingFixture fixture) : ToolKeyConformance(fixture);
