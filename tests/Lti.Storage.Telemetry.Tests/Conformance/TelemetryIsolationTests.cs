using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryIsolationTests(TelemetryFixture fixture) : IsolationConformance(fixture);
