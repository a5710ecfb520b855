using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests when calls are batched and when they are not.</summary>
public sealed class SwitchTests
{
    public static TheoryData<string, Action<PostgreSqlStorageOptions>, int> Cases => new()
    {
        { "by default", _ => { }, 2 },
        { "off", options => options.BatchCalls = false, int.MaxValue },
        { "serverless", options => options.IsServerless = true, int.MaxValue },
        { "serverless with a large pool", options => (options.IsServerless, options.MaxPoolSize) = (true, 20), int.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Batching_is_off_by_option_and_in_a_serverless_environment(string name, Action<PostgreSqlStorageOptions> configure, int statements)
    {
        var options = new PostgreSqlStorageOptions();
        configure(options);

        Assert.True(statements == BatchLimits.Create(options, poolSize: 10, commandTimeout: 30).Statements, name);
    }

    [Fact]
    public void Statements_in_flight_of_a_kind_never_exceed_the_connections()
        => Assert.Equal([1, 2, 2], new[] { 1, 2, 3 }.Select(size => BatchLimits.Create(new PostgreSqlStorageOptions(), size, commandTimeout: 30).Statements));

    [Theory, Rule("E5")]
    [InlineData(0, -1)]
    [InlineData(1, 1_000)]
    [InlineData(int.MaxValue, 86_400_000)]
    public void Queue_timeout_is_at_most_one_day(int commandTimeout, int milliseconds)
        => Assert.Equal(milliseconds, BatchLimits.Create(new PostgreSqlStorageOptions(), poolSize: 10, commandTimeout).Patience.TotalMilliseconds);

    [Fact]
    public async Task Unbatched_calls_are_sent_as_fast_as_there_are_connections()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var batching = BatchingStorage.Open(database, text => text.MaxPoolSize = 5, options => options.BatchCalls = false);
        Task[] consumes;
        await using (await LockedTables.LockAsync(database))
        {
            consumes = [.. Enumerable.Range(0, 8).Select(i => batching.Storage.ConsumeNonceAsync($"{i}", TestContext.Current.CancellationToken).AsTask())];
            await Eventually.TrueAsync(
                () => database.QueryAsync<bool>("SELECT count(*) = 5 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
                TestContext.Current.CancellationToken);
            Assert.Equal(0, batching.Measured.Waiting("ConsumeNonce"));
        }

        await Task.WhenAll(consumes);
        Assert.Empty(batching.Measured.Sent);
    }

    [Fact]
    public async Task Pool_size_of_a_callers_data_source_limits_the_statements()
    {
        await using var one = NpgsqlDataSource.Create("Host=localhost;Maximum Pool Size=1");
        await using var none = NpgsqlDataSource.Create("Host=localhost;Pooling=false;Maximum Pool Size=1");

        Assert.Equal((1, int.MaxValue), (Size(one), Size(none)));

        static int Size(NpgsqlDataSource source)
            => Internal.Execution.ConnectionPool.Create(new PostgreSqlStorageOptions { DataSource = source }, loggerFactory: null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).MaxSize;
    }
}
