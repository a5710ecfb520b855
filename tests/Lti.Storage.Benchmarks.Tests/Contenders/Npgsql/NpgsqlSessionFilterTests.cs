using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlSessionFilterTests(NpgsqlFixture fixture) : SessionFilterConformance(fixture), IClassFixture<NpgsqlFixture>;
