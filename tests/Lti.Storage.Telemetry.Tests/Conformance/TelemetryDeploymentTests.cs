using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryDeploymentTests(TelemetryFixture fixture) : DeploymentConformance(fixture);
