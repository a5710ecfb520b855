using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetrySecrecyTests(TelemetryFixture fixture) : SecrecyConformance(fixture);
