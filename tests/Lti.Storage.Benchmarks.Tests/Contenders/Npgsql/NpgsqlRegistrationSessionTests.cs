using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlRegistrationSessionTests(NpgsqlFixture fixture) : RegistrationSessionConformance(fixture), IClassFixture<NpgsqlFixture>;
