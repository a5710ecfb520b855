using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Conformance;

public sealed class CachedListingTests(CachingFixture fixture) : ListingConformance(fixture);
