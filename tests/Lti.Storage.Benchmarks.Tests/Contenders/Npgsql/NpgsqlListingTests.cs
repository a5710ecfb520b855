using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlListingTests(NpgsqlFixture fixture) : ListingConformance(fixture), IClassFixture<NpgsqlFixture>;
