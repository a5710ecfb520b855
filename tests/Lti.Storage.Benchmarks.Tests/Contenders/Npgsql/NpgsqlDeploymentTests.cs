using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlDeploymentTests(NpgsqlFixture fixture) : DeploymentConformance(fixture), IClassFixture<NpgsqlFixture>;
