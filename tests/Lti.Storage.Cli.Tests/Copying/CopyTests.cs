using System.Text;
using System.Text.Json;
using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Running;
using Npgsql;

namespace Lti.Storage.Cli.Tests.Copying;

/// <summary>The command <c>copy</c> between real databases.</summary>
public sealed class CopyTests
{
    private const string Secret = "hunter2canary";
    private const string Issuer = "https://lms.example.edu";

    private static readonly Guid _session = new("11111111-0000-4000-8000-000000000001");
    private static readonly Guid _registration = new("11111111-0000-4000-8000-000000000002");
    private static readonly LtiEndpoints _endpoints = new()
    {
        AuthorizationUrl = "https://lms.example.edu/auth",
        TokenUrl = "https://lms.example.edu/token",
        JwksUrl = "https://lms.example.edu/jwks",
        TokenAudience = "https://audience.example",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_way_from_a_file_to_PostgreSQL_and_back_keeps_everything()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await using var back = await SqliteFile.MigratedAsync();
        await FillAsync(file.Storage);

        var up = await CopyAsync(file.ConnectionString, server.ConnectionString);
        var down = await CopyAsync(server.ConnectionString, back.ConnectionString);

        await RequireAllAsync(server.Storage);
        await RequireAllAsync(back.Storage);
        Assert.Equal(["1 1 0", "2 2 0", "1 1 0", "1 1 0", "3 3 0", "0 0 0"], Counts(up));
        Assert.Equal(Checksums(up), Checksums(down), StringComparer.Ordinal);
        Assert.DoesNotContain(Secret, up.Output + up.Errors + down.Output + down.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_from_PostgreSQL_to_PostgreSQL_keeps_everything()
    {
        await using var from = await Database.MigratedAsync();
        await using var to = await Database.MigratedAsync();
        await FillAsync(from.Storage);

        (await CopyAsync(from.ConnectionString, to.ConnectionString)).Copied();

        await RequireAllAsync(to.Storage);
    }

    /// <summary>PostgreSQL holds microseconds and spells JSON in its own way. SQLite holds ticks and bytes.</summary>
    [Fact]
    public async Task Expiries_are_copied_to_the_microsecond_and_to_the_tick()
    {
        const long Expiry = 700000000000000017;
        await using var file = await SqliteFile.MigratedAsync();
        await using var other = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        file.Execute($"INSERT INTO nonces (nonce, expires_at) VALUES ('n', {Expiry})");

        (await CopyAsync(file.ConnectionString, other.ConnectionString)).Copied();
        (await CopyAsync(file.ConnectionString, server.ConnectionString)).Copied();

        Assert.Equal(Expiry, other.Query("SELECT expires_at FROM nonces"));
        Assert.Equal(Expiry / 10 * 10, (await server.QueryAsync<DateTime>("SELECT expires_at FROM nonces")).Ticks);
    }

    [Fact]
    public async Task Rows_of_other_programs_are_copied()
    {
        await using var server = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        await server.ExecuteAsync(
            """
            INSERT INTO sessions (data, expires_at) VALUES ('{"a": 1.50, "b": [1e3, null, {}]}', 'infinity');
            INSERT INTO nonces (nonce, expires_at) VALUES ('expired', '-infinity'), ('forever', 'infinity');
            """);

        (await CopyAsync(server.ConnectionString, file.ConnectionString)).Copied();

        Assert.Equal(1L, file.Query("SELECT count(*) FROM sessions"));
        Assert.Equal("forever", file.Query("SELECT group_concat(nonce) FROM nonces"));
    }

    /// <summary>The library reads such a status as disabled, so the copy has it as disabled.</summary>
    [Fact]
    public async Task Status_that_another_program_wrote_is_copied_as_disabled()
    {
        await using var server = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        await AddWithForeignStatusAsync(server);
        await AddWithForeignStatusAsync(file);
        await using var otherServer = await Database.MigratedAsync();
        await using var otherFile = await SqliteFile.MigratedAsync();
        await using var serverOfFile = await Database.MigratedAsync();
        await using var fileOfServer = await SqliteFile.MigratedAsync();

        (await CopyAsync(server.ConnectionString, otherServer.ConnectionString)).Copied();
        (await CopyAsync(server.ConnectionString, fileOfServer.ConnectionString)).Copied();
        (await CopyAsync(file.ConnectionString, otherFile.ConnectionString)).Copied();
        (await CopyAsync(file.ConnectionString, serverOfFile.ConnectionString)).Copied();

        Assert.Equal("disabled", await otherServer.QueryAsync<string>("SELECT status FROM deployments"));
        Assert.Equal("disabled", await serverOfFile.QueryAsync<string>("SELECT status FROM deployments"));
        Assert.Equal(2L, fileOfServer.Query("SELECT status FROM deployments"));
        Assert.Equal(2L, otherFile.Query("SELECT status FROM deployments"));
    }

    [Fact]
    public async Task Copy_of_many_rows_goes_on_after_a_kill()
    {
        await using var server = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        await server.ExecuteAsync(
            """
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
                SELECT 'n', 'https://lms.example', n, 'https://a', 'https://t', 'https://j' FROM generate_series(1, 450) AS n;
            INSERT INTO deployments (deployment_id, client_id) SELECT d, id FROM clients CROSS JOIN generate_series(1, 2) AS d;
            INSERT INTO nonces (nonce, expires_at) SELECT n, now() + interval '1 hour' FROM generate_series(1, 1001) AS n;
            """);

        // The target refuses in the middle of a table, which leaves it as a kill does: with the batches before.
        file.Execute("CREATE TRIGGER stops BEFORE INSERT ON nonces WHEN (SELECT count(*) FROM nonces) >= 450 BEGIN SELECT RAISE(ABORT, 'no'); END");
        var stopped = await CopyAsync(server.ConnectionString, file.ConnectionString);
        var rowsAfterStop = file.Query("SELECT count(*) FROM nonces");
        file.Execute("DROP TRIGGER stops");
        var again = await CopyAsync(server.ConnectionString, file.ConnectionString);
        var third = await CopyAsync(server.ConnectionString, file.ConnectionString);

        Assert.NotEqual(0, stopped.ExitCode);
        Assert.Equal(400L, rowsAfterStop);
        Assert.Equal(["450 0 0", "900 0 0", "0 0 0", "0 0 0", "1001 601 0", "0 0 0"], Counts(again));
        Assert.Equal(["450 0 0", "900 0 0", "0 0 0", "0 0 0", "1001 0 0", "0 0 0"], Counts(third));
    }

    [Fact]
    public async Task Killed_process_leaves_whole_batches_and_the_next_run_finishes()
    {
        await using var server = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        await FillAsync(file.Storage);
        await server.ExecuteAsync(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
            CREATE TRIGGER waits BEFORE INSERT ON nonces FOR EACH ROW EXECUTE FUNCTION wait();
            """);
        await using (var gate = await server.ConnectAsync())
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(4711)", gate);
            await command.ExecuteNonQueryAsync(Token);
            await using (var tool = ToolProcess.Start(["copy", "--from", file.ConnectionString, "--to", server.ConnectionString]))
            {
                await tool.ReadErrorLineAsync("Copied registrationSessions");
                await tool.SignalAsync("KILL");
                await tool.ExitAsync();
            }

            command.CommandText = "SELECT pg_advisory_unlock_all()";
            await command.ExecuteNonQueryAsync(Token);
        }

        await server.ExecuteAsync("DROP TRIGGER waits ON nonces");
        var again = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.Equal(["1 0 0", "2 0 0", "1 0 0", "1 0 0"], Counts(again)[..4]);
        await RequireAllAsync(server.Storage);
    }

    [Fact]
    public async Task Nonce_that_the_source_has_used_since_is_used_after_the_next_run()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await file.Storage.StoreNonceAsync("in source", cancellationToken: Token);
        await file.Storage.StoreNonceAsync("in target", cancellationToken: Token);
        (await CopyAsync(file.ConnectionString, server.ConnectionString)).Copied();
        await file.Storage.ConsumeNonceAsync("in source", Token);
        await server.Storage.ConsumeNonceAsync("in target", Token);

        var again = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("nonces of the target differ from the source's", again.Errors, StringComparison.Ordinal);
        Assert.Equal(NonceOutcome.AlreadyUsed, await server.Storage.ConsumeNonceAsync("in source", Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await server.Storage.ConsumeNonceAsync("in target", Token));
    }

    [Fact]
    public async Task Target_with_other_data_is_refused_unless_the_copy_merges()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(file.Storage);
        await server.Storage.ClaimNonceAsync("of the target", cancellationToken: Token);

        var refused = await CopyAsync(file.ConnectionString, server.ConnectionString);
        var rowsAfterRefusal = await server.QueryAsync<long>("SELECT count(*) FROM clients");
        var merged = await CopyAsync(file.ConnectionString, server.ConnectionString, "--merge");

        Assert.Equal((1, 0L), (refused.ExitCode, rowsAfterRefusal));
        Assert.Contains("The target holds nonces that the source does not have. Nothing was copied.", refused.Errors, StringComparison.Ordinal);
        merged.Copied();
        await RequireAllAsync(server.Storage);
        Assert.Equal(NonceOutcome.AlreadyUsed, await server.Storage.ConsumeNonceAsync("of the target", Token));
    }

    [Fact]
    public async Task Changed_client_of_the_target_is_refused_and_stays_with_merge()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(file.Storage);
        (await CopyAsync(file.ConnectionString, server.ConnectionString)).Copied();
        await server.ExecuteAsync("UPDATE clients SET name = 'changed'");

        var refused = await CopyAsync(file.ConnectionString, server.ConnectionString);
        var merged = await CopyAsync(file.ConnectionString, server.ConnectionString, "--merge");

        Assert.Contains("other values", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("1 0 1", Counts(merged)[0]);
        Assert.Equal("changed", await server.QueryAsync<string>("SELECT name FROM clients"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Same_client_under_another_id_is_refused(bool isToServer)
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(file.Storage);
        await FillAsync(server.Storage);

        var run = isToServer
            ? await CopyAsync(file.ConnectionString, server.ConnectionString, "--merge")
            : await CopyAsync(server.ConnectionString, file.ConnectionString, "--merge");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("under different ids", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>The rows of the source are those of the instant when the copy began.</summary>
    [Fact]
    public async Task Change_during_a_copy_is_not_copied_and_the_next_run_brings_it()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(file.Storage);
        await server.ExecuteAsync(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
            CREATE TRIGGER waits BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION wait();
            """);
        await using var gate = await server.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(4711)", gate);
        await command.ExecuteNonQueryAsync(Token);

        var running = Task.Run(() => CopyAsync(file.ConnectionString, server.ConnectionString), Token);
        await BlockedAsync(server);
        await file.Storage.ConsumeNonceAsync("unused", Token);
        await file.Storage.ClaimNonceAsync("late", cancellationToken: Token);
        command.CommandText = "SELECT pg_advisory_unlock_all()";
        await command.ExecuteNonQueryAsync(Token);
        var first = await running;
        var afterFirst = await server.QueryAsync<long>("SELECT count(used_at) FROM nonces");
        var second = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.Equal("3 3 0", Counts(first)[4]);
        Assert.Equal(1L, afterFirst);
        Assert.Equal("4 2 0", Counts(second)[4]);
        Assert.Equal(NonceOutcome.AlreadyUsed, await server.Storage.ConsumeNonceAsync("unused", Token));
    }

    [Theory]
    [InlineData("INSERT INTO lti_storage_migrations (version, name, breaking) VALUES (1000, 'later', false)", "Update lti-storage.")]
    [InlineData("DELETE FROM lti_storage_migrations WHERE version > 1", "Run lti-storage migrate on it.")]
    public async Task Other_version_of_the_schema_is_refused_on_either_side(string change, string advice)
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await server.ExecuteAsync(change);

        var from = await CopyAsync(server.ConnectionString, file.ConnectionString);
        var to = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.Equal((3, 3), (from.ExitCode, to.ExitCode));
        Assert.Contains("(from --from)", from.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"{advice}\n", from.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"{advice}\n", to.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_file_and_unreachable_server_are_named_by_their_option()
    {
        await using var file = SqliteFile.Absent();
        await using var migrated = await SqliteFile.MigratedAsync();

        var from = await CopyAsync(file.ConnectionString, migrated.ConnectionString);
        var to = await CopyAsync(migrated.ConnectionString, $"postgresql://u:{Secret}@127.0.0.1:1/nowhere");
        var bad = await CopyAsync("Data Source=:memory:", migrated.ConnectionString);
        var same = await CopyAsync(migrated.ConnectionString, migrated.Path);

        Assert.All([from, to, bad], run => Assert.Equal((3, ""), (run.ExitCode, run.Output)));
        Assert.Contains($"(from --from) can't be used: The file {file.Path} has version 0 of 5. Missing: 1, 2, 3, 4, 5. Run lti-storage migrate on it.", from.Errors, StringComparison.Ordinal);
        Assert.Contains("(from --to) can't be used: ", to.Errors, StringComparison.Ordinal);
        Assert.Contains("(from --from) can't be used: ", bad.Errors, StringComparison.Ordinal);
        Assert.Equal("--from and --to name the same database.", same.FailedWith(exitCode: 2));
        Assert.DoesNotContain(Secret, to.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(file.Folder));
    }

    [Fact]
    public async Task Source_that_goes_away_in_the_middle_is_reported_and_the_copy_can_be_run_again()
    {
        await using var server = await Database.MigratedAsync();
        await using var target = await Database.MigratedAsync();
        await FillAsync(server.Storage);
        await target.ExecuteAsync(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
            CREATE TRIGGER waits BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION wait();
            """);
        await using var gate = await target.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(4711)", gate);
        await command.ExecuteNonQueryAsync(Token);

        var running = Task.Run(() => CopyAsync(server.ConnectionString, target.ConnectionString), Token);
        await BlockedAsync(target);
        await server.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        command.CommandText = "SELECT pg_advisory_unlock_all()";
        await command.ExecuteNonQueryAsync(Token);
        var broken = await running;
        var again = await CopyAsync(server.ConnectionString, target.ConnectionString);

        Assert.Equal((4, ""), (broken.ExitCode, broken.Output));
        Assert.Contains("(from --from) can't be used: ", broken.Errors, StringComparison.Ordinal);
        Assert.Contains("The copy is not complete. Run it again", broken.Errors, StringComparison.Ordinal);
        again.Copied();
        await RequireAllAsync(target.Storage);
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

    private static Task<ToolRun> CopyAsync(string from, string to, params string[] options)
        => Tool.RunAsync(["copy", "--from", from, "--to", to, "--json", .. options]);

    /// <summary>Returns rows, written and kept of each table in the order of the output.</summary>
    private static string[] Counts(ToolRun run) => [.. Tables(run.Copied()).Select(
        table => $"{table.GetProperty("rows")} {table.GetProperty("written")} {table.GetProperty("kept")}")];

    private static IEnumerable<string?> Checksums(ToolRun run) => Tables(run.Copied()).Select(table => table.GetProperty("checksum").GetString());

    private static IEnumerable<JsonElement> Tables(ToolRun run)
        => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line));

    private static async Task AddWithForeignStatusAsync(Database server)
    {
        await server.Storage.SaveLaunchConfigAsync(new LaunchKey(Issuer, "client", "1"), _endpoints, cancellationToken: Token);
        await server.ExecuteAsync("ALTER TABLE deployments DROP CONSTRAINT deployments_status_check; UPDATE deployments SET status = 'Active'");
    }

    private static async Task AddWithForeignStatusAsync(SqliteFile file)
    {
        await file.Storage.SaveLaunchConfigAsync(new LaunchKey(Issuer, "client", "1"), _endpoints, cancellationToken: Token);
        file.Execute("PRAGMA ignore_check_constraints = ON; UPDATE deployments SET status = 7");
    }

    private static async Task FillAsync(ILtiStorage storage)
    {
        var client = await storage.AddClientAsync(
            new NewClient { Name = "Ä ' \" LMS", Issuer = Issuer, ClientId = "client-1", Endpoints = _endpoints, IsEnabled = false }, Token);
        await storage.AddDeploymentAsync(client.Id, new NewDeployment { DeploymentId = "1", Description = "" }, Token);
        await storage.AddDeploymentAsync(
            client.Id, new NewDeployment { DeploymentId = "2", Name = "Arts", Status = DeploymentStatus.Pending }, Token);
        var document = $$$$"""
            {"platform":{"issuer":"{{{{Issuer}}}}","clientId":"client-1","deploymentId":"1"},"user":{"id":"{{{{Secret}}}}"},
                "context":{"id":"31"},"z":[1.50,12345678901234567890.1,true],"a":{"é":"\u0001"}}
            """;
        await storage.AddSessionAsync(LtiSession.FromDocument(_session, Encoding.UTF8.GetBytes(document)), cancellationToken: Token);
        await storage.SaveRegistrationSessionAsync(
            LtiRegistrationSession.FromDocument(_registration, """{"openIdConfiguration":{"issuer":"i"},"registrationToken":"hunter2canary"}"""u8), cancellationToken: Token);
        await storage.StoreNonceAsync("unused", cancellationToken: Token);
        await storage.ClaimNonceAsync("used", cancellationToken: Token);
        await storage.BeginLoginAsync(
            new LtiLogin { State = Secret, Nonce = "of the login", Issuer = Issuer, ClientId = "client-1", TargetLinkUri = "https://t.example" },
            cancellationToken: Token);
    }

    private static async Task RequireAllAsync(ILtiStorage storage)
    {
        var client = await storage.FindClientAsync(Issuer, "client-1", Token);
        Assert.Equal(("Ä ' \" LMS", false), (client!.Name, client.IsEnabled));
        Assert.Equal(_endpoints, client.Endpoints);
        var arts = await storage.FindDeploymentByPlatformIdAsync(client.Id, "2", Token);
        Assert.Equal(("Arts", DeploymentStatus.Pending), (arts!.Name, arts.Status));
        Assert.Equal("", (await storage.FindDeploymentByPlatformIdAsync(client.Id, "1", Token))!.Description);
        var filter = new SessionFilter { Issuer = Issuer, ClientId = "client-1", DeploymentId = "1", UserId = Secret, ContextId = "31" };
        var session = Assert.Single(await storage.ListSessionsAsync(filter, cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(_session, session.Id);
        Assert.Equal("12345678901234567890.1", (await storage.FindSessionAsync(_session, Token))!.Document.GetProperty("z")[1].GetRawText());
        Assert.NotNull(await storage.FindRegistrationSessionAsync(_registration, Token));
        Assert.Equal("of the login", (await storage.FindLoginAsync(Secret, Token))!.Nonce);
        Assert.False(await storage.ClaimNonceAsync("unused", cancellationToken: Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync("used", Token));
    }
}
