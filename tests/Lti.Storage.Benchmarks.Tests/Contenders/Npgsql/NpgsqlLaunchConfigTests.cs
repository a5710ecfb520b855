using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlLaunchConfigTests(NpgsqlFixture fixture) : LaunchConfigConformance(fixture), IClassFixture<NpgsqlFixture>;
