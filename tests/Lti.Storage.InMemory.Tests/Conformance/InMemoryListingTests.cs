using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryListingTests(InMemoryFixture fixture) : ListingConformance(fixture);
