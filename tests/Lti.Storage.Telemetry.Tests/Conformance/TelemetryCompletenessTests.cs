using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryCompletenessTests(TelemetryFixture fixture) : CompletenessConformance(fixture);
