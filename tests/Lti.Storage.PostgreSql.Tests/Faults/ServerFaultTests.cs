using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A server of the test's own that is stopped, killed and robbed of its sessions while callers launch.</summary>
public sealed class ServerFaultTests
{
    private const int PoolSize = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ServerFault, bool> Faults { get; } = new MatrixTheoryData<ServerFault, bool>(Enum.GetValues<ServerFault>(), [false, true]);

    [Theory, Rule("F1", "F2", "N3", "L5")]
    [MemberData(nameof(Faults))]
    public async Task What_was_acknowledged_is_there_afterwards_no_nonce_is_accepted_twice_and_work_resumes(ServerFault fault, bool coalesces)
    {
        await using var cluster = await FaultCluster.CreateAsync();
        await using var storage = Open(cluster, coalesces);
        await storage.Schema.MigrateAsync(Token);
        var random = FaultRun.Random();

        var load = LaunchLoad.Start(storage, callers: 16);
        for (var time = 0; time < FaultRun.Times(2, 20); time++)
        {
            await load.SomeMoreAsync(100);
            await MakeAsync(fault, cluster, random);
            await load.SomeMoreAsync(1);
        }

        var launches = await load.EndAsync();

        await using var fresh = Open(cluster, coalesces: false);
        await launches.AssertNothingIsLostAsync(fresh);
        Assert.True(launches.Failures > 0, "The fault was not felt.");
        FaultRun.Note($"{fault}: {launches.Accepted.Count} launches accepted, {launches.Failures} calls failed.");
    }

    /// <summary>The control: acknowledged without waiting for the disk, commits are lost with the server, and this test would see it.</summary>
    [Fact, Rule("N3")]
    public async Task Without_synchronous_commit_a_killed_server_loses_what_it_acknowledged()
    {
        await using var cluster = await FaultCluster.CreateAsync(("synchronous_commit", "off"), ("wal_writer_delay", "10s"), ("wal_writer_flush_after", "0"));
        await using (var storage = Open(cluster, coalesces: false))
        {
            await storage.Schema.MigrateAsync(Token);
        }

        await using (var source = NpgsqlDataSource.Create(cluster.AdminConnectionString))
        {
            await using var checkpoint = source.CreateCommand("CHECKPOINT");
            await checkpoint.ExecuteNonQueryAsync(Token);
            await using var insert = source.CreateCommand("INSERT INTO nonces (nonce, expires_at, used_at) VALUES ('acknowledged', now() + interval '1 hour', now())");
            Assert.Equal(1, await insert.ExecuteNonQueryAsync(Token));
            await cluster.KillAsync(Token);
        }

        await cluster.StartAsync(Token);
        await using var after = Open(cluster, coalesces: false);

        Assert.Equal(NonceOutcome.Unknown, await after.ConsumeNonceAsync("acknowledged", Token));
    }

    /// <summary>The same server, and the provider's own statement: what it acknowledges is on the disk.</summary>
    [Theory, Rule("N3", "L5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Even_without_synchronous_commit_a_used_nonce_stays_used(bool coalesces)
    {
        await using var cluster = await FaultCluster.CreateAsync(("synchronous_commit", "off"), ("wal_writer_delay", "10s"), ("wal_writer_flush_after", "0"));
        await using var storage = Open(cluster, coalesces);
        await storage.Schema.MigrateAsync(Token);
        var session = Sample.Session();
        await storage.StoreNonceAsync("consumed", cancellationToken: Token);
        await storage.StoreNonceAsync("launched", cancellationToken: Token);
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("consumed", Token));
        Assert.True(await storage.ClaimNonceAsync("claimed", cancellationToken: Token));
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync("launched", session, cancellationToken: Token));

        await cluster.KillAsync(Token);
        await cluster.StartAsync(Token);

        await using var after = Open(cluster, coalesces);
        Assert.Equal(NonceOutcome.AlreadyUsed, await after.ConsumeNonceAsync("consumed", Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await after.ConsumeNonceAsync("launched", Token));
        Assert.False(await after.ClaimNonceAsync("claimed", cancellationToken: Token));
        Assert.Equal(session, await after.FindSessionAsync(session.Id, Token));
    }

    private static PostgreSqlLtiStorage Open(PostgreSqlCluster cluster, bool coalesces)
    {
        var options = new PostgreSqlStorageOptions { ConnectionString = cluster.AdminConnectionString, MaxPoolSize = PoolSize };
        options.CoalesceCalls = coalesces;
        return new PostgreSqlLtiStorage(options);
    }

    private static async Task MakeAsync(ServerFault fault, PostgreSqlCluster cluster, Random random)
    {
        switch (fault)
        {
            case ServerFault.TerminatedBackends:
                await using (var source = NpgsqlDataSource.Create(cluster.AdminConnectionString))
                {
                    await using var terminate = source.CreateCommand(
                        "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT $1) AS some");
                    terminate.Parameters.AddWithValue(random.Next(1, PoolSize));
                    await terminate.ExecuteNonQueryAsync(Token);
                }

                break;
            case ServerFault.FastRestart:
                await cluster.RestartAsync(StopMode.Fast, Token);
                break;
            case ServerFault.ImmediateRestart:
                await cluster.RestartAsync(StopMode.Immediate, Token);
                break;
            default:
                await cluster.KillAsync(Token);
                await cluster.StartAsync(Token);
                break;
        }
    }
}
