using System.Text.Json;
using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Copying;

/// <summary>The tool keys in the command <c>copy</c>. Exactly one key signs in each database (rule T1).</summary>
public sealed class ToolKeyCopyTests
{
    private const string Rows = "number || ' ' || key_id || ' ' || (starts_at IS NULL) || ' ' || (private_key IS NULL)";

    private readonly RowBoundProtector _protector = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ring_of_a_file_is_the_same_in_PostgreSQL_and_back_in_a_file()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await using var back = await SqliteFile.MigratedAsync();
        await FillAsync(file.Storage);

        var up = await CopyAsync(file.ConnectionString, server.ConnectionString);
        var down = await CopyAsync(server.ConnectionString, back.ConnectionString);

        Assert.Equal(["4 4 0", "4 4 0"], [Counts(up), Counts(down)]);
        Assert.Equal(Keys(up).GetProperty("checksum").GetString(), Keys(down).GetProperty("checksum").GetString());
        await RequireSameAsync(file.Storage, server.Storage);
        await RequireSameAsync(file.Storage, back.Storage);
        Assert.Equal(
            file.Query("SELECT group_concat(number || key_id || added_at / 10 || starts_at / 10 || hex(private_key) || is_protected) FROM tool_keys"),
            back.Query("SELECT group_concat(number || key_id || added_at / 10 || starts_at / 10 || hex(private_key) || is_protected) FROM tool_keys"));
    }

    [Fact]
    public async Task Ring_of_PostgreSQL_is_the_same_in_another_PostgreSQL()
    {
        await using var from = await Database.MigratedAsync();
        await using var to = await Database.MigratedAsync();
        await FillAsync(from.Storage);

        var first = await CopyAsync(from.ConnectionString, to.ConnectionString);
        var second = await CopyAsync(from.ConnectionString, to.ConnectionString);

        Assert.Equal(["4 4 0", "4 0 0"], [Counts(first), Counts(second)]);
        await RequireSameAsync(from.Storage, to.Storage);
    }

    [Fact]
    public async Task Unprotected_key_stays_unprotected()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        file.Execute(
            """
            INSERT INTO tool_keys (key_id, added_at, starts_at, public_key, private_key, is_protected)
            VALUES ('k', 700000000000000017, 700000000000000017, x'01', x'00ff', 0)
            """);

        (await CopyAsync(file.ConnectionString, server.ConnectionString)).Copied();

        Assert.Equal("00ff false", await server.QueryAsync<string>("SELECT encode(private_key, 'hex') || ' ' || protected FROM tool_keys"));
    }

    /// <summary>The server refuses the second key. A program that starts then must not sign with an old key.</summary>
    [Fact]
    public async Task Interrupted_copy_leaves_no_part_of_a_ring_and_the_next_run_copies_it()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(file.Storage);
        await server.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refused BEFORE INSERT ON tool_keys FOR EACH ROW WHEN (NEW.number = 2) EXECUTE FUNCTION refuse();
            """);

        var stopped = await CopyAsync(file.ConnectionString, server.ConnectionString);
        var keysAfterStop = await server.QueryAsync<long>("SELECT count(*) FROM tool_keys");
        await server.ExecuteAsync("DROP TRIGGER refused ON tool_keys");
        var again = await CopyAsync(file.ConnectionString, server.ConnectionString);

        Assert.NotEqual(0, stopped.ExitCode);
        Assert.Equal(0L, keysAfterStop);
        Assert.Equal("4 4 0", Counts(again));
        await RequireSameAsync(file.Storage, server.Storage);
    }

    [Fact]
    public async Task Ring_with_more_keys_than_a_batch_of_other_rows_is_copied_whole()
    {
        await using var server = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        await server.ExecuteAsync(
            """
            INSERT INTO tool_keys (number, key_id, added_at, starts_at, protected)
                SELECT n, n, now(), now() - interval '1 year' + n * interval '1 second', true FROM generate_series(1, 450) AS n
            """);
        file.Execute("CREATE TRIGGER stops BEFORE INSERT ON tool_keys WHEN new.number = 450 BEGIN SELECT RAISE(ABORT, 'no'); END");

        var stopped = await CopyAsync(server.ConnectionString, file.ConnectionString);
        var keysAfterStop = file.Query("SELECT count(*) FROM tool_keys");
        file.Execute("DROP TRIGGER stops");
        var again = await CopyAsync(server.ConnectionString, file.ConnectionString);

        Assert.NotEqual(0, stopped.ExitCode);
        Assert.Equal(0L, keysAfterStop);
        Assert.Equal("450 450 0", Counts(again));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Next_run_brings_revocations_and_new_keys_of_the_source(bool isToServer)
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        var (from, to) = isToServer
            ? (file.ConnectionString, server.ConnectionString)
            : (server.ConnectionString, file.ConnectionString);
        ILtiStorage source = isToServer ? file.Storage : server.Storage;
        ILtiStorage target = isToServer ? server.Storage : file.Storage;
        await FillAsync(source);
        (await CopyAsync(from, to)).Copied();
        using (var ring = Ring(source))
        {
            // The active key is erased, the announced key starts now, and another key is announced.
            await ring.RevokeAsync((await ring.GetSigningKeyAsync(Token)).KeyId, Token);
            await ring.RotateAsync(Token);
        }

        var again = await CopyAsync(from, to);
        var third = await CopyAsync(from, to);

        Assert.Equal(["5 3 0", "5 0 0"], [Counts(again), Counts(third)]);
        await RequireSameAsync(source, target);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Target_with_a_ring_of_its_own_is_refused_even_with_merge(bool isToServer)
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(file.Storage);
        await FillAsync(server.Storage);
        await file.Storage.ClaimNonceAsync("n", cancellationToken: Token);
        await server.Storage.ClaimNonceAsync("n", cancellationToken: Token);
        var before = await KeysAsync(file, server);

        foreach (string[] options in new string[][] { [], ["--merge"] })
        {
            var run = isToServer
                ? await CopyAsync(file.ConnectionString, server.ConnectionString, options)
                : await CopyAsync(server.ConnectionString, file.ConnectionString, options);

            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Contains("The target has tool keys of its own, or has changed the source's.", run.Errors, StringComparison.Ordinal);
            Assert.Contains("exactly one key may sign. Nothing was copied.", run.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(before, await KeysAsync(file, server));
    }

    [Fact]
    public async Task Key_that_the_target_has_revoked_never_comes_back()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(file.Storage);
        (await CopyAsync(file.ConnectionString, server.ConnectionString)).Copied();
        using var ring = Ring(server.Storage);
        var revoked = (await ring.GetSigningKeyAsync(Token)).KeyId;
        await ring.RevokeAsync(revoked, Token);

        var run = await CopyAsync(file.ConnectionString, server.ConnectionString, "--merge");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("or has changed the source's", run.Errors, StringComparison.Ordinal);
        Assert.NotEqual(revoked, (await ring.GetSigningKeyAsync(Token)).KeyId, StringComparer.Ordinal);
        Assert.False(await server.QueryAsync<bool>($"SELECT private_key IS NOT NULL FROM tool_keys WHERE key_id = '{revoked}'"));
    }

    [Fact]
    public async Task Ring_of_the_target_stays_if_the_source_has_no_keys()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        await FillAsync(server.Storage);
        var before = await KeysAsync(file, server);

        var refused = await CopyAsync(file.ConnectionString, server.ConnectionString);
        var merged = await CopyAsync(file.ConnectionString, server.ConnectionString, "--merge");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The target holds toolKeys that the source does not have. Nothing was copied.", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("0 0 0", Counts(merged));
        Assert.Equal(before, await KeysAsync(file, server));
    }

    /// <summary>A trigger stands for a program that makes the first key after the copy has looked at the target.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Key_that_a_program_makes_in_the_target_during_the_copy_stays_alone(bool isToServer)
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var server = await Database.MigratedAsync();
        ILtiStorage source = isToServer ? file.Storage : server.Storage;
        await FillAsync(source);
        await source.ClaimNonceAsync("n", cancellationToken: Token);
        if (isToServer)
        {
            await server.ExecuteAsync(
                """
                CREATE FUNCTION make() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO tool_keys (number, key_id, added_at, starts_at, protected) VALUES (1, 'program', now(), now(), true);
                    RETURN NEW; END $$;
                CREATE TRIGGER makes AFTER INSERT ON nonces FOR EACH ROW EXECUTE FUNCTION make();
                """);
        }
        else
        {
            file.Execute(
                """
                CREATE TRIGGER makes AFTER INSERT ON nonces BEGIN
                    INSERT INTO tool_keys (key_id, added_at, starts_at, is_protected) VALUES ('program', 1, 1, 1); END
                """);
        }

        var run = isToServer
            ? await CopyAsync(file.ConnectionString, server.ConnectionString)
            : await CopyAsync(server.ConnectionString, file.ConnectionString);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("A program has made a tool key in the target during the copy.", run.Errors, StringComparison.Ordinal);
        Assert.Equal("program", isToServer
            ? await server.QueryAsync<string>("SELECT string_agg(key_id, ' ') FROM tool_keys")
            : file.Query("SELECT group_concat(key_id, ' ') FROM tool_keys"));
    }

    private static Task<ToolRun> CopyAsync(string from, string to, params string[] options)
        => Tool.RunAsync(["copy", "--from", from, "--to", to, "--json", .. options]);

    private static JsonElement Keys(ToolRun run) => JsonElement.Parse(
        Assert.Single(run.Copied().Output.Split('\n'), static line => line.Contains("\"table\":\"toolKeys\"", StringComparison.Ordinal)));

    /// <summary>Returns rows, written and kept of the keys.</summary>
    private static string Counts(ToolRun run)
        => $"{Keys(run).GetProperty("rows")} {Keys(run).GetProperty("written")} {Keys(run).GetProperty("kept")}";

    private static async Task<string> KeysAsync(SqliteFile file, Database server)
    {
        var ofServer = await server.QueryTextsAsync($"SELECT {Rows} FROM tool_keys ORDER BY number");
        return $"{string.Join(',', ofServer)}; {file.Query($"SELECT group_concat({Rows}) FROM tool_keys")}";
    }

    /// <summary>Makes four keys: one that was revoked before its start, one that was revoked later, an active and an announced one.</summary>
    private async Task FillAsync(ILtiStorage storage)
    {
        using var ring = Ring(storage);
        var first = (await ring.GetSigningKeyAsync(Token)).KeyId;
        await ring.RotateAsync(Token);
        await ring.RevokeAsync((await ring.ListAsync(Token)).Single(static key => key.State == ToolKeyState.Announced).KeyId, Token);
        await ring.RevokeAsync(first, Token);
        await ring.GetSigningKeyAsync(Token);
        await ring.RotateAsync(Token);
    }

    private async Task RequireSameAsync(ILtiStorage source, ILtiStorage target)
    {
        using var expected = Ring(source);
        using var copied = Ring(target);
        Assert.Equal((await expected.GetSigningKeyAsync(Token)).KeyId, (await copied.GetSigningKeyAsync(Token)).KeyId);
        Assert.Equal(
            (await expected.GetSigningKeyAsync(Token)).Rsa.ExportPkcs8PrivateKey(),
            (await copied.GetSigningKeyAsync(Token)).Rsa.ExportPkcs8PrivateKey());
        Assert.Equal((await expected.GetJwksAsync(Token)).ETag, (await copied.GetJwksAsync(Token)).ETag);
        Assert.Equal(States(await expected.ListAsync(Token)), States(await copied.ListAsync(Token)), StringComparer.Ordinal);

        static IEnumerable<string> States(IReadOnlyList<ToolKey> keys)
            => keys.Select(static key => $"{key.KeyId} {key.State} {key.IsProtected} {key.SignsFrom is null}").Order(StringComparer.Ordinal);
    }

    private ToolKeyRing Ring(ILtiStorage storage) => ToolKeyRing.Create(storage, protector: _protector);
}
