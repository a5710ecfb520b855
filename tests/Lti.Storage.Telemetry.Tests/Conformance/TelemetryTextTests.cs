using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryTextTests(TelemetryFixture fixture) : TextConformance(fixture);
