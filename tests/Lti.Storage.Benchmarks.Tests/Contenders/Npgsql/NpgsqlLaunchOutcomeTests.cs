using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlLaunchOutcomeTests(NpgsqlFixture fixture) : LaunchOutcomeConformance(fixture), IClassFixture<NpgsqlFixture>;
