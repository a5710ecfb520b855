using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlModelTests(NpgsqlFixture fixture) : ModelConformance(fixture), IClassFixture<NpgsqlFixture>;
