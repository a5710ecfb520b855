using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlCompletenessTests(NpgsqlFixture fixture) : CompletenessConformance(fixture), IClassFixture<NpgsqlFixture>;
