using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlTextTests(NpgsqlFixture fixture) : TextConformance(fixture), IClassFixture<NpgsqlFixture>;
