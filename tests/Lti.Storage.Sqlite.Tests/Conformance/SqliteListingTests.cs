using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteListingTests(SqliteFixture fixture) : ListingConformance(fixture);
