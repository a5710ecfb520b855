using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryModelTests(TelemetryFixture fixture) : ModelConformance(fixture);
