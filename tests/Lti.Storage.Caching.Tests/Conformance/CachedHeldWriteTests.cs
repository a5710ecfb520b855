using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedHeldWriteTests(CachingFixture fixture) : HeldWriteConformance(fixture);
