using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedInputTests(CachingFixture fixture) : InputConformance(fixture);
