namespace Lti.Storage.QuickStart.Tests.Databases;

/// <summary>Every command reports an unusable database with one line.</summary>
[FullRun("database tests of the sample")]
public sealed class DatabaseStartTests
{
    private const string Secret = "canary";

    public static MatrixTheoryData<string, string> Starts { get; } = new(["web", "replay"], ["refused", "unreadable URI", "unknown parameter", "unknown keyword", "missing database", "foreign tables"]);

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Unusable_database_is_one_line_and_exit_code_3(string command, string what)
    {
        await using var database = await Server.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("replay");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "one.json"), "{}", TestContext.Current.CancellationToken);
            var (text, expected) = await ConnectionAsync(what, database);

            var (exitCode, output, errors) = await QuickStartProcess.RunAsync(
                command == "web" ? ["--urls", "http://127.0.0.1:0"] : ["replay", folder.FullName], ("DATABASE_URL", text));

            Assert.Equal(3, exitCode);
            var line = Assert.Single(errors.TrimEnd().Split('\n'));
            Assert.StartsWith("The database can't be used: ", line, StringComparison.Ordinal);
            Assert.Contains(expected, line, StringComparison.Ordinal);
            Assert.All([errors, output], said => Assert.DoesNotContain(Secret, said, StringComparison.Ordinal));
            Assert.All([errors, output], said => Assert.DoesNotContain("   at ", said, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Console_holds_no_sql()
    {
        await using var database = await Server.CreateDatabaseAsync();
        using var process = QuickStartProcess.Start(["--urls", "http://127.0.0.1:0"], ("DATABASE_URL", database.ConnectionString));
        try
        {
            List<string> lines = [];
            while (lines.LastOrDefault()?.Contains("Application started", StringComparison.Ordinal) != true)
            {
                lines.Add(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The program did not start."));
            }

            var url = lines.Single(line => line.Contains("listening on: ", StringComparison.Ordinal)).Split("listening on: ")[1];
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            (await client.GetAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
            process.Kill();
            lines.Add(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));

            Assert.All(lines, line => Assert.DoesNotContain("Npgsql", line, StringComparison.Ordinal));
            Assert.All(lines, line => Assert.DoesNotContain("SELECT", line, StringComparison.Ordinal));
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<(string Text, string Expected)> ConnectionAsync(string what, PostgreSqlServer.TestDatabase database)
    {
        switch (what)
        {
            case "refused":
                return ($"postgresql://user:{Secret}@127.0.0.1:1/lti", "nothing listens at 127.0.0.1:1");
            case "unreadable URI":
                return ($"postgresql://user:{Secret}@{Secret}@127.0.0.1/lti", "write % as %25, @ as %40");
            case "unknown parameter":
                return ($"postgresql://user:{Secret}@127.0.0.1/lti?{Secret}=1", "a name that is not known");
            case "unknown keyword":
                return ($"Host=127.0.0.1;Password={Secret};{Secret}=1", "Npgsql doesn't know keyword number 3");
            case "missing database":
                return (new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "lti_missing" }.ConnectionString, "does not exist (SQLSTATE 3D000)");
            default:
                await using (var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString))
                await using (var create = source.CreateCommand("CREATE TABLE clients (number int)"))
                {
                    await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
                }

                return (database.ConnectionString, "are not as LTI storage needs them");
        }
    }
}
