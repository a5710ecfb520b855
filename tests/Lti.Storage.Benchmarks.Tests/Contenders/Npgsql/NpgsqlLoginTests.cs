using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlLoginTests(NpgsqlFixture fixture) : LoginConformance(fixture), IClassFixture<NpgsqlFixture>;
