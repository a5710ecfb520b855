using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryLoginResolutionTests(TelemetryFixture fixture) : LoginResolutionConformance(fixture);
