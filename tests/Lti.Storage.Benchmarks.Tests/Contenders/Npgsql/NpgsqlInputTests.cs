using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlInputTests(NpgsqlFixture fixture) : InputConformance(fixture), IClassFixture<NpgsqlFixture>;
