using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Telemetry.Tests.Conformance;

public sealed class TelemetryListingTests(TelemetryFixture fixture) : ListingConformance(fixture);
