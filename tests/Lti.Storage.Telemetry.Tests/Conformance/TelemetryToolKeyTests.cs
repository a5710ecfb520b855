using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryToolKeyTests(TelemetryFixture fixture) : ToolKeyConformance(fixture);
