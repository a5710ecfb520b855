using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryLoginTests(TelemetryFixture fixture) : LoginConformance(fixture);
