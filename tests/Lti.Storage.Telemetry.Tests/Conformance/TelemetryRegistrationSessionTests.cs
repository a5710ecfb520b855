using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryRegistrationSessionTests(TelemetryFixture fixture) : RegistrationSessionConformance(fixture);
