using Lti.Storage.Caching;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs every write with every pair of faults and compares its outcome with the database.</summary>
public sealed class FaultPairTests : IAsyncLifetime
{
    private const string ApplicationName = "faulty";

    private readonly List<string> _wrong = [];
    private TestDatabase? _database;
    private WireTap? _wire;

    public static TheoryData<string, bool> Writes { get; } =
        [.. WriteCalls.All.Keys.Select(name => (name, false)), .. WriteCalls.Batched.Select(name => (name, true))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private WireTap Wire => _wire!;

    public async ValueTask InitializeAsync()
    {
        _database = await FaultCluster.CreateDatabaseAsync();
        await Database.ExecuteAsync(FaultPair.Triggers);
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        _wire = new WireTap(server.Host!, server.Port);
    }

    [Theory, Rule("F1", "E5")]
    [MemberData(nameof(Writes))]
    [FullRun("all rows of long theories", Rows = 8)]
    public async Task Outcome_of_two_failed_attempts_agrees_with_the_database(string name, bool isBatched)
    {
        await using var direct = Database.Open();
        foreach (var first in Enum.GetValues<FirstFault>())
        {
            foreach (var second in Enum.GetValues<SecondFault>().Where(second => IsOfThisRun(name, first, second)))
            {
                await RunAsync(direct, WriteCalls.All[name], isBatched, first, second);
            }
        }

        Assert.Empty(_wrong);
    }

    [Theory, Rule("F1", "L4")]
    [InlineData(SecondFault.NotSent)]
    [InlineData(SecondFault.Cancelled)]
    public async Task Cache_drops_its_entry_when_the_outcome_of_a_change_is_unknown(SecondFault second)
    {
        await using var direct = Database.Open();
        await using var storage = Open(isBatched: false);
        var cached = storage.WithCaching(new CachingOptions { LaunchConfigLifetime = TimeSpan.FromHours(24) });
        var key = Sample.LaunchKey();
        await direct.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token);
        await cached.FindLaunchConfigAsync(key, Token);
        var endpoints = Sample.Endpoints with { TokenUrl = "https://lms.example.edu/changed" };
        using (var faults = Start(FirstFault.AnswerLost, second, statementsBefore: 0))
        {
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await cached.SaveLaunchConfigAsync(key, endpoints, ExistingEndpoints.Replace, faults.Token));
            Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
            Wire.PassesWithBody = null;
        }

        Assert.Equal(endpoints, (await cached.FindLaunchConfigAsync(key, Token))!.Endpoints);
    }

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await Database.DisposeAsync();
    }

    // The short form skips most one-second timeouts and second faults of calls without a second attempt.
    private static bool IsOfThisRun(string name, FirstFault first, SecondFault second) => FaultRun.IsLong || second switch
    {
        SecondFault.None => true,
        SecondFault.NeverAnswered => first == FirstFault.AnswerLost && WriteCalls.Idempotent.Contains(name),
        _ => first == FirstFault.RolledBack || WriteCalls.Idempotent.Contains(name),
    };

    private async Task RunAsync(
        PostgreSqlLtiStorage direct, Func<ILtiStorage, Task<WriteCall>> prepare, bool isBatched, FirstFault first, SecondFault second)
    {
        var calls = new List<(WriteCall Call, Task Result)>();
        await using var storage = Open(isBatched);
        var connection = await storage.OpenPatientlyAsync();
        WriteCall[] writes = isBatched ? [await prepare(direct), await prepare(direct), await prepare(direct)] : [await prepare(direct)];
        using (var faults = Start(first, second, statementsBefore: isBatched ? 1 : writes[0].StatementsBefore))
        {
            // The first call is in flight and waits for the connection, so the others are a batch.
            foreach (var write in writes)
            {
                calls.Add((write, write.RunAsync(storage, faults.Token)));
            }

            await connection.DisposeAsync();
            await ((Task)Task.WhenAll(calls.Select(call => call.Result))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Wire.PassesWithBody = null;
        }

        await Eventually.TrueAsync(
            () => Database.QueryAsync<bool>($"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '{ApplicationName}' AND state <> 'idle')"),
            Token);
        foreach (var (call, result) in second == SecondFault.RowsDeleted ? [] : calls.Skip(isBatched ? 1 : 0))
        {
            var isApplied = await Database.QueryAsync<bool>($"SELECT {call.IsApplied}");
            if (!Agrees(result, isApplied))
            {
                _wrong.Add($"{first}, {second}: {result.Exception?.InnerException?.ToString() ?? $"{result.Status}"}, and applied: {isApplied}");
            }
        }

        if (second == SecondFault.RowsDeleted && first == FirstFault.AnswerLost)
        {
            // The rows existed and are gone, so any other error is wrong.
            _wrong.AddRange(calls.Skip(isBatched ? 1 : 0)
                .Select(call => call.Result.Exception?.InnerException)
                .Where(e => e is not (null or LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown }))
                .Select(e => $"{first}, {second}: {e}"));
        }
    }

    private static bool Agrees(Task result, bool isApplied) => result.Exception?.InnerException switch
    {
        null when result.IsCanceled => !isApplied,
        null => isApplied,
        LtiStorageUnavailableException { Outcome: LtiWorkOutcome.NotApplied } => !isApplied,
        LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown } => true,
        _ => false,
    };

    private FaultPair Start(FirstFault first, SecondFault second, int statementsBefore)
    {
        var faults = new FaultPair(first, second, Database.ConnectionString, statementsBefore);
        faults.Start();
        Wire.PassesWithBody = faults.Passes;
        return faults;
    }

    private PostgreSqlLtiStorage Open(bool isBatched) => Database.Open(
        text =>
        {
            (text.Host, text.Port, text.MaxPoolSize, text.Timeout, text.ApplicationName) = ("127.0.0.1", Wire.Port, 1, 1, ApplicationName);
            (text.SslMode, text.GssEncryptionMode) = (SslMode.Disable, GssEncryptionMode.Disable);
        },
        options =>
        {
            (options.BatchCalls, options.Batching) = (isBatched, new BatchLimits());
            (options.CommandTimeout, options.LockTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200));
        });
}
