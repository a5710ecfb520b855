using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Statements.Golden;

/// <summary>The golden files of this folder show the text of every statement.</summary>
public sealed partial class GoldenStatementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Declared_statements_match_the_golden_file()
    {
        var guard = new WriteGuard(TimeSpan.FromSeconds(2));
        var text = new StringBuilder(
            """
            -- Every statement that the provider declares, in the schema "public".
            -- GoldenStatementTests compares this file, and writes it again if LTI_GOLDEN=rewrite.
            -- administration.sql has the statements that linq2db generates. Migrations/ has those of migrations.

            """);
        foreach (var (name, sql) in StatementTexts.Classes.SelectMany(StatementTexts.Of))
        {
            Add(text, name, sql);
        }

        Add(text, "WriteGuard, sent before each write of one call in the same round trip", guard.Alone);
        Add(text, "WriteGuard, sent before each write of a batch in the same round trip", guard.Batched);
        Add(text, "Triggers.Missing", Triggers.Missing);
        Add(text, "ReadOnlyServer.Query", ReadOnlyServer.Query);
        GoldenFile.ShouldMatch(text.ToString(), "statements.sql");
    }

    [Fact]
    public async Task Generated_statements_match_the_golden_file()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open(text => text.MaxPoolSize = 1);
        await database.ExecuteAsync(
            """
            INSERT INTO sessions (data, expires_at)
            VALUES ('{"platform": {"issuer": "https://lms.example.edu"}}', now() + interval '1 hour')
            """);
        HashSet<string> known = new(await PreparedAsync(storage), StringComparer.Ordinal);
        var text = new StringBuilder(
            """
            -- Every statement of administration, as linq2db generates it and the server prepares it, in the schema "public".
            -- A statement that several operations share stands at the first one. BEGIN is left out. The lock timeout is that of the tests.
            -- GoldenStatementTests compares this file, and writes it again if LTI_GOLDEN=rewrite.

            """);

        await foreach (var operation in AdministrationCalls.RunAsync(storage))
        {
            foreach (var sql in (await PreparedAsync(storage)).Where(known.Add))
            {
                Add(text, operation, Id().Replace(sql, "…"));
            }
        }

        GoldenFile.ShouldMatch(text.ToString(), "administration.sql");
    }

    [Fact]
    public void Every_class_that_declares_statements_needs_the_schema_alone()
        => Assert.All(StatementTexts.Classes, static type => Assert.Equal(
            [typeof(string)], Assert.Single(type.GetConstructors()).GetParameters().Select(static parameter => parameter.ParameterType)));

    private static void Add(StringBuilder text, string name, string sql)
        => text.Append(CultureInfo.InvariantCulture, $"\n-- {name}\n{sql.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal).Trim()};\n");

    private static async Task<List<string>> PreparedAsync(PostgreSqlLtiStorage storage)
    {
        List<string> statements = [];
        await using var connection = await storage.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time", connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            statements.Add(reader.GetString(0));
        }

        return statements;
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Id();
}
