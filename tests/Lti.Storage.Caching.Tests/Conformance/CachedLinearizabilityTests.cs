using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedLinearizabilityTests(CachingFixture fixture) : LinearizabilityConformance(fixture);
