using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlLaunchCompletionTests(NpgsqlFixture fixture) : LaunchCompletionConformance(fixture), IClassFixture<NpgsqlFixture>;
