using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryLinearizabilityTests(TelemetryFixture fixture) : LinearizabilityConformance(fixture);
