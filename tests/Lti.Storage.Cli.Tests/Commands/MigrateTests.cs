using System.Text.Json;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Tests.Commands;

public sealed class MigrateTests
{
    [Fact]
    public async Task Migrate_brings_a_fresh_database_up_to_date()
    {
        await using var database = await Database.CreateAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("migrate", "--check");
        await transcript.RunAsync("migrate");
        await transcript.RunAsync("migrate");
        await transcript.RunAsync("migrate", "--check", "--json");
        await transcript.RunAsync("migrate", "--schema", "another tool", "--json");
        await transcript.RunAsync("migrate", "--schema", "another tool", "--json");
        await database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version > 1");
        await transcript.RunAsync("migrate", "--check");
        await transcript.RunAsync("migrate", "--check", "--json");

        transcript.ShouldMatch("migrate.txt");
    }

    [Fact]
    public async Task Newer_schema_is_a_warning_and_an_incompatible_one_is_refused()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await database.ExecuteAsync("INSERT INTO lti_storage_migrations (version, name, breaking) VALUES (1000, 'later', false)");
        await transcript.RunAsync("migrate", "--check");
        await transcript.RunAsync("migrate");
        await database.ExecuteAsync("INSERT INTO lti_storage_migrations (version, name, breaking) VALUES (1001, 'much later', true)");
        await transcript.RunAsync("migrate", "--check");
        await transcript.RunAsync("migrate", "--check", "--json");
        await transcript.RunAsync("migrate");

        transcript.ShouldMatch("migrate-newer.txt");
    }

    [Fact]
    public async Task Manual_shows_the_JSON_that_migrate_prints()
    {
        await using var database = await Database.CreateAsync();
        var manual = await File.ReadAllTextAsync(Path.Combine(Transcript.Root, "docs", "reference", "cli.md"), TestContext.Current.CancellationToken);

        var migrate = await database.RunAsync("migrate", "--json");
        await database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version > 1");
        var check = await database.RunAsync("migrate", "--check", "--json");

        Assert.Contains($"`{migrate.Output.TrimEnd()}`", manual, StringComparison.Ordinal);
        Assert.Contains($"`{check.Output.TrimEnd()}`", manual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_is_the_library_s_and_needs_no_database()
    {
        var whole = await Tool.RunAsync(["migrate", "--script"]);
        var rest = await Tool.RunAsync(["migrate", "--script", "--from", "1", "--schema", "another tool"]);

        Assert.Equal(PostgreSqlSchema.Script(), whole.Succeeded().Output);
        Assert.Equal(PostgreSqlSchema.Script("another tool", 1), rest.Succeeded().Output);
    }

    [Fact]
    public async Task Concurrent_migrations_succeed_and_apply_each_migration_once()
    {
        await using var database = await Database.CreateAsync();

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => database.RunAsync("migrate", "--json")));

        Assert.All(runs, run => run.Succeeded());
        var applied = runs.SelectMany(run => JsonElement.Parse(run.Output).GetProperty("applied").EnumerateArray()).Select(version => version.GetInt32()).Order().ToList();
        Assert.NotEmpty(applied);
        Assert.Equal(Enumerable.Range(1, applied.Count), applied);
    }

    [Fact]
    public async Task Wait_for_a_busy_table_is_reported_and_ends_with_Ctrl_C()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version >= 3");
        await using var busy = await database.ConnectAsync();
        await using var transaction = await busy.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = busy.CreateCommand())
        {
            command.CommandText = "LOCK TABLE clients IN ACCESS EXCLUSIVE MODE";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var tool = ToolProcess.Start(["migrate"], ("DATABASE_URL", database.ConnectionString));
        await tool.ReadErrorLineAsync("warning: A table is busy");
        await tool.SignalAsync("INT");

        Assert.Equal(130, await tool.ExitAsync());
        Assert.StartsWith("Cancelled.", await tool.Errors.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2L, await database.QueryAsync<long>("SELECT count(*) FROM lti_storage_migrations"));
    }
}
