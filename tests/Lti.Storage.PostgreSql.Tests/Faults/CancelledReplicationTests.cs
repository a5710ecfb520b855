using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests commits that wait for a lost synchronous standby until an operator cancels the wait.</summary>
public sealed class CancelledReplicationTests : IAsyncLifetime
{
    private PostgreSqlCluster? _primary;
    private PostgreSqlCluster? _standby;
    private NpgsqlDataSource? _operator;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _primary = await FaultCluster.CreateAsync();
        _standby = await _primary.StartStandbyAsync(cancellationToken: Token);
        await using var storage = new PostgreSqlLtiStorage(_primary.AdminConnectionString);
        await storage.Schema.MigrateAsync(Token);
        _operator = NpgsqlDataSource.Create(_primary.AdminConnectionString);
    }

    [Theory, Rule("F1", "N3", "L5")]
    [InlineData("cancel", null)]
    [InlineData("cancel", "-c client_min_messages=error")]
    [InlineData("terminate", null)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Write_whose_wait_for_the_standby_is_cancelled_is_unknown(string how, string? settings)
    {
        await using var storage = Open(settings, batches: false);
        var writes = new Dictionary<string, WriteCall>(StringComparer.Ordinal);
        foreach (var (name, prepare) in WriteCalls.All)
        {
            writes[name] = await prepare(storage);
        }

        await _standby!.StopAsync(StopMode.Fast, Token);
        foreach (var (name, write) in writes)
        {
            var call = write.RunAsync(storage, Token);
            await EndWaitsAsync(how, call);
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call);
            Assert.True(error.Outcome == LtiWorkOutcome.Unknown, $"{name}: {error}");
            Assert.True(await QueryAsync<bool>($"SELECT {write.IsApplied}"), name);
        }
    }

    [Fact, Rule("F1", "N3", "L5")]
    public async Task Every_call_of_a_batch_whose_wait_for_the_standby_is_cancelled_is_unknown()
    {
        await using var storage = Open(settings: null, batches: true);
        var writes = new List<WriteCall>();
        foreach (var name in WriteCalls.Batched)
        {
            writes.AddRange([await WriteCalls.All[name](storage), await WriteCalls.All[name](storage), await WriteCalls.All[name](storage)]);
        }

        await _standby!.StopAsync(StopMode.Fast, Token);

        // Of three calls of a kind, the first is sent alone and the others are its batch.
        var calls = writes.ConvertAll(write => write.RunAsync(storage, Token));
        await EndWaitsAsync("cancel", Task.WhenAll(calls));
        foreach (var call in calls)
        {
            Assert.Equal(LtiWorkOutcome.Unknown, (await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call)).Outcome);
        }
    }

    [Theory, Rule("F1", "E5")]
    [InlineData("save launch config")]
    [InlineData("delete client")]
    [InlineData("renew session")]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Deadline_covers_the_answer_of_the_commit(string name)
    {
        await using var source = NpgsqlDataSource.Create(Text());
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = source, CommandTimeout = TimeSpan.FromSeconds(1) });
        await using var direct = Open(settings: null, batches: false);
        List<WriteCall> writes = [];
        while (writes.Count < 8)
        {
            writes.Add(await WriteCalls.All[name](direct));
        }

        await _standby!.StopAsync(StopMode.Fast, Token);

        // On a busy machine the deadline may pass before the commit is sent. Then the next write tries.
        foreach (var write in writes)
        {
            // Npgsql cancels the commit, and the server answers with a success.
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => write.RunAsync(storage, Token));

            Assert.Equal(error.Outcome == LtiWorkOutcome.Unknown, await QueryAsync<bool>($"SELECT {write.IsApplied}"));
            if (error.Outcome == LtiWorkOutcome.Unknown)
            {
                return;
            }
        }

        Assert.Fail("Every deadline passed before the commit.");
    }

    public async ValueTask DisposeAsync()
    {
        await (_operator?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_standby?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_primary?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private PostgreSqlLtiStorage Open(string? settings, bool batches)
    {
        var text = Text();
        text.Options = settings;
        return new PostgreSqlLtiStorage(new PostgreSqlStorageOptions
        {
            ConnectionString = text.ConnectionString,
            BatchCalls = batches,
            Batching = new BatchLimits(Statements: 1),
        });
    }

    private NpgsqlConnectionStringBuilder Text() => new(_primary!.AdminConnectionString) { ApplicationName = "writer", MaxPoolSize = 20 };

    private Task EndWaitsAsync(string how, Task calls) => Eventually.TrueAsync(
        async () =>
        {
            await QueryAsync<long>(
                $"SELECT count(pg_{how}_backend(pid)) FROM pg_stat_activity WHERE application_name = 'writer' AND wait_event = 'SyncRep'");
            return calls.IsCompleted;
        },
        Token);

    private async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = _operator!.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }
}
