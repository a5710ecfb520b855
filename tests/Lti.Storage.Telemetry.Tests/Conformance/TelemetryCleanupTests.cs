using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryCleanupTests(TelemetryFixture fixture) : CleanupConformance(fixture);
