using System.Globalization;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Resets the connection before each message of a hot statement's exchange, sent or received.</summary>
/// <remarks>It covers single and batched calls, prepared statements and their first use.</remarks>
public sealed class CutOffTests : IAsyncLifetime
{
    private readonly HashSet<WireMessage> _cuts = [];
    private TestDatabase? _database;
    private WireTap? _wire;

    /// <summary>Gets the variants. The long form also covers all statements at their first use.</summary>
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
    [FullRun("all rows of long theories", Rows = 8)]
    public async Task Cut_off_write_is_unknown_or_applied_and_never_applied_twice(string name, bool isPrepared, bool isBatched)
    {
        var call = OnceCalls.All[name];
        await using var direct = Database.Open();
        var happened = new HashSet<bool>();

        // Two runs without a cut mean that the exchange is over. One may be due to leftovers of the connection cut before.
        for (var messages = 0; await IsCutAsync(messages) || await IsCutAsync(messages); messages++)
        {
            Assert.InRange(messages, 0, 40);
        }

        // Both cuts before the server had the statement and cuts after it occurred.
        Assert.Equal(2, happened.Count);
        AssertEachBoundary(isPrepared);

        async Task<bool> IsCutAsync(int messages)
        {
            await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isBatched);
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

        // Two calls of a batch have the same key. The second of two logins would take an exchange of its own.
        async Task<string[]> NewKeysAsync() => isBatched && await call.NewKeyAsync(direct) is { } twice
            ? [twice, await call.NewKeyAsync(direct), name == "begin login" ? await call.NewKeyAsync(direct) : twice]
            : [await call.NewKeyAsync(direct)];
    }

    [Theory, Rule("F1", "L1", "S1")]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Cut_off_find_is_retried_and_succeeds(bool isPrepared, bool isBatched)
    {
        await using var direct = Database.Open();
        var (session, key) = (Sample.Session(), Sample.LaunchKey());
        await direct.AddSessionAsync(session, cancellationToken: Token);
        var config = (await direct.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;
        var login = Sample.Login();
        await direct.BeginLoginAsync(login, cancellationToken: Token);
        Func<ILtiStorage, string, Task<bool>>[] finds =
        [
            async (storage, _) => session.Equals(await storage.FindSessionAsync(session.Id, Token)),
            async (storage, _) => config.Equals(await storage.FindLaunchConfigAsync(key, Token)),
            async (storage, _) => login.Nonce == (await storage.FindLoginAsync(login.State, Token))?.Nonce,
            async (storage, _) => (await storage.FindClientAsync(key.Issuer, key.ClientId, Token))?.Id == config.ClientKey,
            async (storage, _) => (await storage.FindClientsAsync(key.Issuer, key.DeploymentId, Token)).Count == 1,
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
            string[] calls = isBatched ? ["one", "two", "three"] : ["one"];
            await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isBatched);
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

    /// <summary>Tests idempotent writes, which are never batched.</summary>
    [Theory, Rule("F1", "D2", "S3")]
    [InlineData("ensure deployment")]
    [InlineData("renew session")]
    public async Task Cut_off_idempotent_write_is_retried_and_applied(string name)
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
            await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isBatched: false);
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
            "ensure deployment" => (await storage.EnsureDeploymentAsync(client.Id, deployment, cancellationToken: Token))
                .Equals(await direct.FindDeploymentByPlatformIdAsync(client.Id, deployment, Token)),
            _ => await storage.RenewSessionAsync(session.Id, TimeSpan.FromHours(1), Token)
                && await Database.QueryAsync<bool>($"SELECT expires_at > now() + interval '50 minutes' FROM sessions WHERE id = '{session.Id}'"),
        };
    }

    /// <summary>Delivers the row in time and the end of the answer after the command timeout.</summary>
    /// <remarks>
    /// The driver then opens a second connection to cancel the statement. A primary without its synchronous standby answers in the same
    /// way.
    /// </remarks>
    [Theory, Rule("F1", "L5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_that_ends_after_the_timeout_is_unknown(bool isBatched)
    {
        var call = OnceCalls.All[OnceCalls.CompleteLaunch];
        await using var direct = Database.Open();
        await using var wired = await OneWireStorage.OpenAsync(Database, Wire, isBatched, commandTimeout: TimeSpan.FromSeconds(1));
        var keys = await Task.WhenAll(Enumerable.Range(0, isBatched ? 2 : 1).Select(_ => call.NewKeyAsync(direct)));
        using var isCancelled = new ManualResetEventSlim();
        var statementsBefore = isBatched ? 1 : 0;
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

    /// <summary>
    /// Checks that the answers for a key agree with the database and with later answers. Returns whether a call was applied.
    /// </summary>
    private async Task<bool> AssertOnceAsync(
        OnceCall call, string key, IReadOnlyList<Task<bool>> calls, bool isCut, PostgreSqlLtiStorage storage, PostgreSqlLtiStorage direct)
    {
        var effects = await Database.QueryAsync<bool[]>(string.Format(CultureInfo.InvariantCulture, $"SELECT ARRAY[{string.Join(", ", call.Effects)}]", key));
        var happened = Assert.Single(effects.Distinct());
        if (isCut)
        {
            // No caller saw the end of the answer, so the state of the database does not matter.
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
