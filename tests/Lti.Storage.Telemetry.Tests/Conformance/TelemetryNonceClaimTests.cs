using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryNonceClaimTests(TelemetryFixture fixture) : NonceClaimConformance(fixture);
