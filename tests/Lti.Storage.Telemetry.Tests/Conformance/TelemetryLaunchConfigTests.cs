using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryLaunchConfigTests(TelemetryFixture fixture) : LaunchConfigConformance(fixture);
