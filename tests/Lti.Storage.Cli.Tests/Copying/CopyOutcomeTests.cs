using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.Cli.Tests.Copying;

/// <summary>The exit codes of a copy that fails: 3 if nothing was changed, and 4 if something was or may have been.</summary>
public sealed class CopyOutcomeTests
{
    private const string Incomplete = "The copy is not complete. Run it again";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("clients", 3)]
    [InlineData("nonces", 4)]
    public async Task Refusal_of_the_target_is_exit_code_4_only_after_the_first_batch(string table, int exitCode)
    {
        await using var file = await FilledAsync();
        await using var server = await Database.MigratedAsync();
        await server.ExecuteAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refused BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var run = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains("(from --to) can't be used: The server refused with SQLSTATE P0001.", run.Errors, StringComparison.Ordinal);
        Assert.Equal(exitCode == 4, run.Errors.Contains(Incomplete, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_that_fails_before_it_has_written_anything_new_is_exit_code_3()
    {
        await using var file = await FilledAsync();
        await using var server = await Database.MigratedAsync();
        (await CopyAsync(file.ConnectionString, server.ConnectionString)).Copied();
        await file.Storage.ClaimNonceAsync("late", cancellationToken: Token);
        await server.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refused BEFORE INSERT ON nonces FOR EACH ROW WHEN (NEW.nonce = 'late') EXECUTE FUNCTION refuse();
            """);

        var run = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.Equal(3, run.ExitCode);
        Assert.DoesNotContain(Incomplete, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_batch_whose_answer_is_lost_is_exit_code_4()
    {
        await using var file = await FilledAsync();
        await using var server = await Database.MigratedAsync();
        var address = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        await using var proxy = new TcpProxy(address.Host!, address.Port);
        await using var gate = await BeforeClientsAsync(server);

        var running = Task.Run(() => CopyAsync(file.ConnectionString, proxy.Through(server.ConnectionString)), Token);
        await BlockedAsync(server);
        proxy.Reset();
        var run = await running;
        await OpenAsync(gate);

        // The server commits the batch, though its answer finds no one.
        await Eventually.TrueAsync(() => server.QueryAsync<bool>("SELECT EXISTS (SELECT FROM clients)"), Token);
        Assert.Equal((4, ""), (run.ExitCode, run.Output));
        Assert.Contains("(from --to) broke off: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(Incomplete, run.Errors, StringComparison.Ordinal);
        (await CopyAsync(file.ConnectionString, server.ConnectionString)).Copied();
    }

    [Fact]
    public async Task Server_that_ends_the_connection_in_the_first_commit_is_exit_code_4()
    {
        await using var file = await FilledAsync();
        await using var server = await Database.MigratedAsync();
        await server.ExecuteAsync(
            """
            CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
            CREATE CONSTRAINT TRIGGER breaks AFTER INSERT ON clients DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION break_off();
            """);

        var run = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("(from --to) broke off: ", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>A broken reference that is checked at the end stands for any failure of a commit.</summary>
    [Fact]
    public async Task Commit_of_a_file_that_fails_in_the_first_batch_is_exit_code_4()
    {
        await using var source = await FilledAsync();
        await using var target = await SqliteFile.MigratedAsync();
        target.Execute(
            """
            CREATE TABLE later (client BLOB REFERENCES clients (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER breaks AFTER INSERT ON clients BEGIN INSERT INTO later VALUES (x'00'); END;
            """);

        var run = await CopyAsync(source.ConnectionString, target.ConnectionString);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("(from --to) broke off: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(Incomplete, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collision_in_the_first_batch_claims_no_copied_rows()
    {
        await using var source = await FilledAsync();
        await using var target = await SqliteFile.MigratedAsync();
        target.Execute("CREATE TRIGGER breaks BEFORE INSERT ON clients BEGIN SELECT RAISE(ABORT, 'no'); END");

        var run = await CopyAsync(source.ConnectionString, target.ConnectionString);

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("stay in the target", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collision_after_the_first_batch_says_that_rows_were_copied()
    {
        await using var source = await FilledAsync();
        await using var target = await SqliteFile.MigratedAsync();
        target.Execute("CREATE TRIGGER breaks BEFORE INSERT ON nonces BEGIN SELECT RAISE(ABORT, 'no'); END");

        var run = await CopyAsync(source.ConnectionString, target.ConnectionString);

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("The rows that were copied stay in the target.\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_copy_finishes_the_batch_that_was_sent()
    {
        await using var file = await FilledAsync();
        await using var server = await Database.MigratedAsync();
        await using var gate = await BeforeClientsAsync(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var running = Task.Run(
            () => Tool.RunUntilAsync(["copy", "--from", file.ConnectionString, "--to", server.ConnectionString], stop.Token), Token);
        await BlockedAsync(server);
        await stop.CancelAsync();
        await OpenAsync(gate);
        var run = await running;

        Assert.Equal(130, run.ExitCode);
        Assert.Contains($"Cancelled. {Incomplete}", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1L, await server.QueryAsync<long>("SELECT count(*) FROM clients"));
        Assert.Equal(0L, await server.QueryAsync<long>("SELECT count(*) FROM nonces"));
    }

    private static Task<ToolRun> CopyAsync(string from, string to) => Tool.RunAsync(["copy", "--from", from, "--to", to, "--json"]);

    private static async Task<SqliteFile> FilledAsync()
    {
        var file = await SqliteFile.MigratedAsync();
        file.Execute(
            """
            INSERT INTO clients (id, name, issuer, client_id, authorization_url, token_url, jwks_url)
                VALUES (randomblob(16), 'n', 'https://lms.example.edu', 'c', 'https://a', 'https://t', 'https://j')
            """);
        await file.Storage.ClaimNonceAsync("n", cancellationToken: Token);
        return file;
    }

    private static async Task<NpgsqlConnection> BeforeClientsAsync(Database server)
    {
        await server.ExecuteAsync(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
            CREATE TRIGGER waits BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION wait();
            """);
        var gate = await server.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(4711)", gate);
        await command.ExecuteNonQueryAsync(Token);
        return gate;
    }

    private static async Task OpenAsync(NpgsqlConnection gate)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", gate);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Waits until the copy waits for the lock of the test.</summary>
    private static Task BlockedAsync(Database target) => Eventually.TrueAsync(
        () => target.QueryAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
                WHERE locktype = 'advisory' AND NOT granted AND datname = current_database())
            """),
        Token);
}
