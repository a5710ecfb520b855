using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryCancellationTests(TelemetryFixture fixture) : CancellationConformance(fixture);
