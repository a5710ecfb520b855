using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlCleanupTests(NpgsqlFixture fixture) : CleanupConformance(fixture), IClassFixture<NpgsqlFixture>;
