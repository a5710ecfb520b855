using System.Globalization;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// The connection is reset before each message of a hot statement's exchange in turn, of those that the node sends and of those that the server
/// answers: for a call alone and for calls that share the statement, prepared and at its first use.
/// </summary>
public sealed class CutOffTests : IAsyncLifetime
{
    private readonly HashSet<WireMessage> _cuts = [];
    private TestDatabase? _database;
    private WireTap? _wire;

    /// <summary>At their first use, all of them in the long form.</summary>
    public static TheoryData<string, bool, bool> Writes { get; } =
    [
        .. OnceCalls.All.Keys.SelectMany(name => new[] { (name, false, false), (name, true, false), (name, false, true), (name, true, true) })
            .Where(row => row is not (OnceCalls.ConsumeRegistration, _, true))
            .Where(row => row is (_, true, _) or (OnceCalls.CompleteLaunch, _, _) || FaultRun.IsLong),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private WireTap Wire => _wire!;

    public async ValueTask InitializeAsync()
    {
        _database = await FaultCluster.CreateDatabaseAsync();
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        _wire = new WireTap(server.Host!, server.Port);
    }

    [Theory, Rule("F1", "N1", "N3", "N5", "S1", "L5", "R3")]
    [MemberData(nameof(Writes))]
    public async Task A_write_that_is_cut_off_is_unknown_or_as_the_database_has_it_and_never_happens_twice(string name, bool isPrepared, bool isShared)
    {
        var call = OnceCalls.All[name];
        await using var direct = Database.Open();
        var happened = new HashSet<bool>();

        // Not cut off twice: the exchange is over. Once may be for what was still under way on the connection that was cut off before.
        for (var messages = 0; await IsCutAsync(messages) || await IsCutAsync(messages); messages++)
        {
            Assert.InRange(messages, 0, 40);
        }

        // Cut off before the server had it all, and after.
        Assert.Equal(2, happened.Count);
        AssertEachBoundary(isPrepared);

        async Task<bool> IsCutAsync(int messages)
        {
            await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isShared);
            if (isPrepared)
            {
                await wired.CallAsync(call.RunAsync, await NewKeysAsync());
            }

            var keys = await NewKeysAsync();
            var (calls, at) = await wired.CallCutOffAsync(messages, call.RunAsync, keys);
            if (at is { } cut)
            {
                _cuts.Add(cut);
                await Eventually.TrueAsync(
                    async () => await Database.QueryAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{OneWireStorage.ApplicationName}' AND datname = current_database()") == 0,
                    Token);
            }

            foreach (var ofKey in keys.Zip(calls).GroupBy(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))
            {
                happened.Add(await AssertOnceAsync(call, ofKey.Key, [.. ofKey], isCut: at is not null, wired.Storage, direct));
            }

            return at is not null;
        }

        // Two of those that share a statement have the same key.
        async Task<string[]> NewKeysAsync() => isShared && await call.NewKeyAsync(direct) is { } twice
            ? [twice, await call.NewKeyAsync(direct), twice]
            : [await call.NewKeyAsync(direct)];
    }

    [Theory, Rule("F1", "L1", "S1")]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_find_that_is_cut_off_is_repeated_and_finds(bool isPrepared, bool isShared)
    {
        await using var direct = Database.Open();
        var (session, key) = (Sample.Session(), Sample.LaunchKey());
        await direct.AddSessionAsync(session, cancellationToken: Token);
        var config = await direct.SaveLaunchConfigAsync(key, Sample.Endpoints, Token);
        Func<ILtiStorage, string, Task<bool>>[] finds =
        [
            async (storage, _) => session.Equals(await storage.FindSessionAsync(session.Id, Token)),
            async (storage, _) => config.Equals(await storage.FindLaunchConfigAsync(key, Token)),
        ];
        foreach (var find in finds)
        {
            for (var messages = 0; await IsCutAsync(find, messages) || await IsCutAsync(find, messages); messages++)
            {
                Assert.InRange(messages, 0, 40);
            }
        }

        AssertEachBoundary(isPrepared);

        async Task<bool> IsCutAsync(Func<ILtiStorage, string, Task<bool>> find, int messages)
        {
            string[] calls = isShared ? ["one", "two", "three"] : ["one"];
            await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isShared);
            if (isPrepared)
            {
                await wired.CallAsync(find, calls);
            }

            var (found, at) = await wired.CallCutOffAsync(messages, find, calls);
            foreach (var isFound in found)
            {
                Assert.True(await isFound);
            }

            if (at is { } cut)
            {
                _cuts.Add(cut);
            }

            return at is not null;
        }
    }

    /// <summary>Those that change nothing the second time: alone, since none of them shares a statement.</summary>
    [Theory, Rule("F1", "L4", "D2", "S3")]
    [InlineData("save launch config")]
    [InlineData("ensure deployment")]
    [InlineData("renew session")]
    public async Task A_write_that_can_be_repeated_and_is_cut_off_is_repeated_and_done(string name)
    {
        await using var direct = Database.Open();
        var (client, session) = (await direct.AddClientAsync(Sample.Client(), Token), Sample.Session());
        await direct.AddSessionAsync(session, TimeSpan.FromMinutes(1), Token);
        for (var messages = 0; await IsCutAsync(messages, $"deployment {messages}"); messages++)
        {
            Assert.InRange(messages, 0, 100);
        }

        AssertEachBoundary(isPrepared: false);

        async Task<bool> IsCutAsync(int messages, string deployment)
        {
            await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isShared: false);
            var (calls, at) = await wired.CallCutOffAsync(messages, RunAsync, deployment);
            Assert.True(await Assert.Single(calls));
            if (at is { } cut)
            {
                _cuts.Add(cut);
            }

            return at is not null;
        }

        async Task<bool> RunAsync(ILtiStorage storage, string deployment) => name switch
        {
            "save launch config" => await storage.SaveLaunchConfigAsync(new(client.Issuer, client.ClientId, deployment), Sample.Endpoints, Token) is { } saved
                && saved.Equals(await direct.FindLaunchConfigAsync(new(client.Issuer, client.ClientId, deployment), Token)),
            "ensure deployment" => (await storage.EnsureDeploymentAsync(client.Id, deployment, Token))
                .Equals(await direct.FindDeploymentByPlatformIdAsync(client.Id, deployment, Token)),
            _ => await storage.RenewSessionAsync(session.Id, TimeSpan.FromHours(1), Token)
                && await Database.QueryAsync<bool>($"SELECT expires_at > now() + interval '50 minutes' FROM sessions WHERE id = '{session.Id}'"),
        };
    }

    /// <summary>
    /// The row passes, and the end of the answer once the driver, whose time-out is over, opens its second connection to cancel the statement. That is how a
    /// primary answers which waits in vain for its standby.
    /// </summary>
    [Theory, Rule("F1", "L5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_whose_end_comes_after_the_time_out_is_unknown(bool isShared)
    {
        var call = OnceCalls.All[OnceCalls.CompleteLaunch];
        await using var direct = Database.Open();
        await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isShared, commandTimeout: TimeSpan.FromSeconds(1));
        var keys = await Task.WhenAll(Enumerable.Range(0, isShared ? 2 : 1).Select(_ => call.NewKeyAsync(direct)));
        using var isCancelled = new ManualResetEventSlim();
        var statementsBefore = isShared ? 1 : 0;
        Wire.Passes = message =>
        {
            switch (message)
            {
                case { IsSent: true, Type: '\0' }:
                    isCancelled.Set();
                    break;
                case { IsSent: false, Type: 'Z' } when --statementsBefore < 0:
                    isCancelled.Wait(Token);
                    break;
            }

            return true;
        };

        foreach (var result in await wired.CallAsync(call.RunAsync, keys))
        {
            Assert.Equal(LtiWorkOutcome.Unknown, (await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => result)).Outcome);
        }

        Wire.Passes = null;
        foreach (var key in keys)
        {
            Assert.False(await call.RunAsync(direct, key));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>What callers were told of a key agrees with the database and with what later callers are told; true where one had their way.</summary>
    private async Task<bool> AssertOnceAsync(
        OnceCall call, string key, IReadOnlyList<Task<bool>> calls, bool isCut, PostgreSqlLtiStorage storage, PostgreSqlLtiStorage direct)
    {
        var effects = await Database.QueryAsync<bool[]>(string.Format(CultureInfo.InvariantCulture, $"SELECT ARRAY[{string.Join(", ", call.Effects)}]", key));
        var happened = Assert.Single(effects.Distinct());
        if (isCut)
        {
            // Whatever the database has, nobody has heard the end of the answer.
            foreach (var result in calls)
            {
                Assert.Equal(LtiWorkOutcome.Unknown, (await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => result)).Outcome);
            }
        }
        else
        {
            Assert.True(happened);
            Assert.Single(await Task.WhenAll(calls), isSuccess => isSuccess);
        }

        Assert.Equal(!happened, await call.RunAsync(storage, key));
        Assert.False(await call.RunAsync(direct, key));
        return happened;
    }

    private void AssertEachBoundary(bool isPrepared)
    {
        FaultRun.Note($"Cut off at: {string.Join(", ", _cuts)}");
        var (sent, answered) = isPrepared ? ("BES", "2DCZ") : ("PDBES", "1T2DCZ");
        var expected = sent.Select(type => new WireMessage(IsSent: true, type)).Concat(answered.Select(type => new WireMessage(IsSent: false, type)));
        Assert.Superset(expected.ToHashSet(), _cuts);
    }
}
