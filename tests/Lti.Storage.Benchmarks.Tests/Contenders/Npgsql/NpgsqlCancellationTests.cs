using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlCancellationTests(NpgsqlFixture fixture) : CancellationConformance(fixture), IClassFixture<NpgsqlFixture>;
