using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryLifetimeTests(TelemetryFixture fixture) : LifetimeConformance(fixture);
