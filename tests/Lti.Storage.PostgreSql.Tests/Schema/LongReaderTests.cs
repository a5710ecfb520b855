using System.Globalization;
using Lti.Storage.PostgreSql.Tests.Faults;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Migrates a live system with large tables while a transaction that read a table stays open.</summary>
public sealed class LongReaderTests
{
    private const string CountIndexes = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT IN ('lti_storage_migrations', 'tool_keys') AND indexname NOT IN ('access_tokens_pkey', 'platform_key_sets_pkey')";

    // A sequence keeps its count when its transaction is rolled back.
    private const string CountBuilds = """
        CREATE SEQUENCE builds MINVALUE 0;
        SELECT setval('builds', 0);
        CREATE FUNCTION count_builds() RETURNS event_trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM nextval('public.builds') FROM pg_event_trigger_ddl_commands(); END $$;
        CREATE EVENT TRIGGER builds ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION count_builds();
        """;

    private static readonly TimeSpan _unblocked = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [FullRun("races of migrations")]
    public async Task Migration_waiting_for_a_reader_lets_writers_through_and_builds_each_index_once()
    {
        await using var database = await LiveSystemAsync(sessions: FaultRun.Times(40_000, 400_000));
        var indexes = await database.QueryAsync<long>(CountIndexes);
        await using var reader = await database.ConnectAsync();
        await using var transaction = await reader.BeginTransactionAsync(Token);
        await using (var read = new NpgsqlCommand("SELECT FROM sessions LIMIT 1", reader))
        {
            await read.ExecuteNonQueryAsync(Token);
        }

        var log = new CapturingLoggerFactory();
        await using var storage = database.Open(log: log);
        using var ended = new CancellationTokenSource();
        var writes = WriteAsync(database, ended.Token);
        var start = TimeProvider.System.GetTimestamp();

        // The reader stays for a number of attempts, or for a minute in the long form.
        var migration = storage.Schema.MigrateAsync(Token);
        await log.FirstAsync(line => line.Message.Contains("attempt 4", StringComparison.Ordinal), Token);
        var rest = TimeSpan.FromMinutes(FaultRun.Times(0, 1)) - TimeProvider.System.GetElapsedTime(start);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, TimeProvider.System, Token);
        }

        var attempts = log.Lines.Count(line => line.Level == LogLevel.Warning && line.Message.Contains("attempt", StringComparison.Ordinal));
        await ended.CancelAsync();
        var (blocked, longest, written) = await writes;
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        await transaction.CommitAsync(Token);
        var applied = await migration;

        FaultRun.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"of {elapsed.TotalSeconds:F1} s writers were blocked for {blocked.TotalSeconds:F1} s, {longest.TotalSeconds:F1} s at most; {attempts} attempts; {written} writes"));
        Assert.Equal(Internal.Schema.Migration.Latest, applied[^1]);

        // Failed attempts discard no index.
        Assert.Equal(await database.QueryAsync<long>(CountIndexes) - indexes, await database.QueryAsync<long>("SELECT last_value FROM builds"));
        Assert.True(blocked < elapsed / 2, $"Writers were blocked for {blocked} of {elapsed}.");
    }

    /// <summary>Creates a live database of the ported system that counts index builds, rolled back or not.</summary>
    private static async Task<TestDatabase> LiveSystemAsync(int sessions)
    {
        var database = await FaultCluster.CreateEmptyDatabaseAsync();
        await OtherSystem.CreateAsync(database, version: 2);
        await database.ExecuteAsync(CountBuilds);
        await database.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            INSERT INTO sessions (data, expires_at)
            SELECT jsonb_build_object(
                'platform', jsonb_build_object('issuer', 'https://lms' || n % 50 || '.example.edu', 'clientId', 'client', 'deploymentId', 'deployment ' || n % 7),
                'user', jsonb_build_object('id', 'user ' || n % 5000), 'jwtPayload', jsonb_build_object('claims', repeat(md5(n::text), 12))), now() + interval '1 day'
            FROM generate_series(1, {{{sessions}}}) AS n;
            """));
        return database;
    }

    /// <summary>Writes sessions one after another and sums up the durations of slow writes.</summary>
    private static async Task<(TimeSpan Blocked, TimeSpan Longest, int Written)> WriteAsync(TestDatabase database, CancellationToken ended)
    {
        var (blocked, longest, written) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        while (!ended.IsCancellationRequested)
        {
            var start = TimeProvider.System.GetTimestamp();
            await database.ExecuteAsync("INSERT INTO sessions (data, expires_at) VALUES ('{}', now() + interval '1 day')");
            var took = TimeProvider.System.GetElapsedTime(start);
            blocked += took > _unblocked ? took : TimeSpan.Zero;
            longest = took > longest ? took : longest;
            written++;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        return (blocked, longest, written);
    }
}
