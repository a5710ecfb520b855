using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlLoginResolutionTests(NpgsqlFixture fixture) : LoginResolutionConformance(fixture), IClassFixture<NpgsqlFixture>;
