using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetrySessionFilterTests(TelemetryFixture fixture) : SessionFilterConformance(fixture);
