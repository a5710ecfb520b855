namespace Lti.Storage.Cli.Connecting;

/// <summary>A query with one text for each kind of database.</summary>
/// <remarks>Values replace <c>$1</c>, <c>$2</c> and so on. Each value is a text.</remarks>
/// <param name="PostgreSql">The text for PostgreSQL. The quoted name of the schema replaces <c>{schema}</c>.</param>
/// <param name="Sqlite">
/// The text for SQLite. The function <c>near</c> returns a text without surrounding space and in lower case.
/// </param>
internal sealed record Query(string PostgreSql, string Sqlite);
