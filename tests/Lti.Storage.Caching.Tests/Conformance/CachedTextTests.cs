using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedTextTests(CachingFixture fixture) : TextConformance(fixture);
