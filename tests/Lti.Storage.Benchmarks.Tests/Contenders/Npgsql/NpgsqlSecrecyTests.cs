using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlSecrecyTests(NpgsqlFixture fixture) : SecrecyConformance(fixture), IClassFixture<NpgsqlFixture>;
