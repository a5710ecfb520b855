using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryLaunchCompletionTests(TelemetryFixture fixture) : LaunchCompletionConformance(fixture);
