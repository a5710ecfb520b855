using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryInputTests(TelemetryFixture fixture) : InputConformance(fixture);
