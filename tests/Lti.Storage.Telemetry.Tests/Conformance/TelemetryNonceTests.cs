using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryNonceTests(TelemetryFixture fixture) : NonceConformance(fixture);
