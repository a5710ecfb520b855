using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlLinearizabilityTests(NpgsqlFixture fixture) : LinearizabilityConformance(fixture), IClassFixture<NpgsqlFixture>;
