using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlNonceTests(NpgsqlFixture fixture) : NonceConformance(fixture), IClassFixture<NpgsqlFixture>;
