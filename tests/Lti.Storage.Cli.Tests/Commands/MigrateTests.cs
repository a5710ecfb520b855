using System.Text;
using System.Text.Json;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

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

    [Fact]
    public async Task Migration_that_fails_after_its_first_step_is_exit_code_4_and_goes_on()
    {
        await using var database = await Database.CreateAsync();
        await database.ExecuteAsync("CREATE FUNCTION lti_storage_notify_tool_keys() RETURNS integer LANGUAGE sql AS 'SELECT 1'");

        var failed = await database.RunAsync("migrate");
        var applied = await database.QueryAsync<long>("SELECT count(*) FROM lti_storage_migrations");
        var again = await database.RunAsync("migrate");
        await database.ExecuteAsync("DROP FUNCTION lti_storage_notify_tool_keys()");
        var last = await database.RunAsync("migrate");

        Assert.Equal(7L, applied);
        var line = failed.FailedWith(exitCode: 4);
        Assert.EndsWith("Earlier steps were applied and stay. Run the command again: it goes on.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("othing was changed.", line, StringComparison.Ordinal);

        // The table of migration 8 stays, and the next run tries the next step again.
        Assert.Contains("42P13", again.Errors, StringComparison.Ordinal);
        last.Succeeded();
    }

    [Fact]
    public async Task Migration_that_fails_in_its_first_step_is_exit_code_3()
    {
        await using var database = await Database.CreateAsync();
        await database.ExecuteAsync("CREATE VIEW clients AS SELECT 1 AS id");

        var failed = await database.RunAsync("migrate");

        failed.FailedWith(exitCode: 3);
    }

    [Fact]
    public async Task Status_that_can_not_be_read_after_the_migrations_is_exit_code_4()
    {
        await using var database = await Database.CreateAsync();
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var proxy = new TcpProxy(address.Host!, address.Port);
        var (isLast, isLate) = (false, false);
        proxy.Sent = bytes =>
        {
            var text = Encoding.Latin1.GetString(bytes.Span);
            isLate |= isLast && text.Contains("SELECT version, breaking FROM", StringComparison.Ordinal);
            isLast |= text.Contains("VALUES (8, ", StringComparison.Ordinal);
            if (isLate)
            {
                proxy.Refuse();
                proxy.Reset();
            }
        };

        var run = await Tool.RunAsync(["migrate"], ("DATABASE_URL", proxy.Through(database.ConnectionString)));

        Assert.True(isLate);
        Assert.Contains("Earlier steps were applied and stay.", run.FailedWith(exitCode: 4), StringComparison.Ordinal);
        Assert.Equal(8L, await database.QueryAsync<long>("SELECT count(*) FROM lti_storage_migrations"));
    }
}
