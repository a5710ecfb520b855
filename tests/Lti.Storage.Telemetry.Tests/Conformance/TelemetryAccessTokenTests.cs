using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryAccessTokenTests(TelemetryFixture fixture) : AccessTokenConformance(fixture);
