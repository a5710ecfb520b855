using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlClientTests(NpgsqlFixture fixture) : ClientConformance(fixture), IClassFixture<NpgsqlFixture>;
