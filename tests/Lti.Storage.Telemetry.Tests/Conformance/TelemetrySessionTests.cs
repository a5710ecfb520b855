using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetrySessionTests(TelemetryFixture fixture) : SessionConformance(fixture);
