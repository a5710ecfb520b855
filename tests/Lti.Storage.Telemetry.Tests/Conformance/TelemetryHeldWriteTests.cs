using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryHeldWriteTests(TelemetryFixture fixture) : HeldWriteConformance(fixture);
