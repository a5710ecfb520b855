using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance.Tiny;

public sealed class TinyCacheCompletenessTests(TinyCachingFixture fixture) : CompletenessConformance(fixture);
