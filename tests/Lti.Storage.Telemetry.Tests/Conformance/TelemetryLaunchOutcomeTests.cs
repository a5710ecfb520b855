using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryLaunchOutcomeTests(TelemetryFixture fixture) : LaunchOutcomeConformance(fixture);
