using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryPlatformKeySetTests(TelemetryFixture fixture) : PlatformKeySetConformance(fixture);
