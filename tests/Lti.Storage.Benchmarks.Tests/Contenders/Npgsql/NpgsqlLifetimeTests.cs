using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlLifetimeTests(NpgsqlFixture fixture) : LifetimeConformance(fixture), IClassFixture<NpgsqlFixture>;
