using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Conformance;

public sealed class InMemoryRegistrationSessionTests(InMemoryFixture fixture) : RegistrationSessionConformance(fixture);
