using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlSessionTests(NpgsqlFixture fixture) : SessionConformance(fixture), IClassFixture<NpgsqlFixture>;
