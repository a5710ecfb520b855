using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlHeldWriteTests(NpgsqlFixture fixture) : HeldWriteConformance(fixture), IClassFixture<NpgsqlFixture>;
