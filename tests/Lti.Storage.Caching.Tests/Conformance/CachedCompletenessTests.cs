using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedCompletenessTests(CachingFixture fixture) : CompletenessConformance(fixture);
