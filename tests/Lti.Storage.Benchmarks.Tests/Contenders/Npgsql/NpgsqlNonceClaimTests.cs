using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlNonceClaimTests(NpgsqlFixture fixture) : NonceClaimConformance(fixture), IClassFixture<NpgsqlFixture>;
