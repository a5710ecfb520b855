using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlIsolationTests(NpgsqlFixture fixture) : IsolationConformance(fixture), IClassFixture<NpgsqlFixture>;
