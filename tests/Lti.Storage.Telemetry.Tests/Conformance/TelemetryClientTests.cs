using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryClientTests(TelemetryFixture fixture) : ClientConformance(fixture);
