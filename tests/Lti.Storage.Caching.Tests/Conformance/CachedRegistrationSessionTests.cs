using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedRegistrationSessionTests(CachingFixture fixture) : RegistrationSessionConformance(fixture);
