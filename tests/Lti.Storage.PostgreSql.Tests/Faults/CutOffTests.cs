using System.Text.Json;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// The connection is reset after the statement was sent, at each boundary between the messages of its answer: before the first, and after each of those
/// that say nothing yet of a commit.
/// </summary>
public sealed class CutOffTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private WireTap? _wire;
    private int _cuts;

    /// <summary>What happens once, and how to tell whether it did.</summary>
    private static readonly Dictionary<string, OnceCall> _calls = new(StringComparer.Ordinal)
    {
        ["store"] = new(
            (_, _) => ValueTask.CompletedTask,
            async (storage, key) =>
            {
                try
                {
                    await storage.StoreNonceAsync(key, cancellationToken: Token);
                    return true;
                }
                catch (LtiConflictException)
                {
                    return false;
                }
            }),
        ["consume"] = new(
            (storage, key) => storage.StoreNonceAsync(key, cancellationToken: Token),
            async (storage, key) => await storage.ConsumeNonceAsync(key, Token) == NonceOutcome.Consumed),
        ["claim"] = new(
            (_, _) => ValueTask.CompletedTask,
            async (storage, key) => await storage.ClaimNonceAsync(key, cancellationToken: Token)),
        ["consume registration"] = new(
            (storage, key) => storage.SaveRegistrationSessionAsync(Registration(key), cancellationToken: Token),
            async (storage, key) => await storage.ConsumeRegistrationSessionAsync(Guid.Parse(key), Token) is not null),
        ["complete launch"] = new(
            (storage, key) => storage.StoreNonceAsync(key, cancellationToken: Token),
            async (storage, key) => await storage.CompleteLaunchAsync(key, Session(key), cancellationToken: Token) == NonceOutcome.Consumed),
    };

    public static TheoryData<string, bool, bool> Calls
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (var call in _calls.Keys)
            {
                data.Add(call, true, true);
                data.Add(call, true, false);
                data.Add(call, false, true);
            }

            return data;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private WireTap Wire => _wire!;

    public async ValueTask InitializeAsync()
    {
        _database = await FaultCluster.CreateDatabaseAsync();
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        _wire = new WireTap(server.Host!, server.Port);
    }

    [Theory, Rule("F1", "N1", "N3", "N5", "L5", "R3")]
    [MemberData(nameof(Calls))]
    public async Task Cut_off_after_any_message_of_the_answer_a_call_is_unknown_and_never_succeeds_twice(string name, bool isPrepared, bool coalesces)
    {
        var call = _calls[name];
        await using var direct = Database.Open();
        for (var messages = 0; !await SucceedsCutAfterAsync(call, messages, isPrepared, coalesces, direct); messages++)
        {
            Assert.InRange(messages, 0, 20);
        }

        // The messages of a prepared statement's answer: bound, the row, complete, ready.
        Assert.InRange(_cuts, 4, 20);
    }

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>True where the answer was over before the cut.</summary>
    private async Task<bool> SucceedsCutAfterAsync(OnceCall call, int messages, bool isPrepared, bool coalesces, PostgreSqlLtiStorage direct)
    {
        await using var storage = Open(coalesces);
        var (warm, key) = ($"{Guid.NewGuid()}", $"{Guid.NewGuid()}");
        await call.PrepareAsync(direct, warm);
        await call.PrepareAsync(direct, key);

        // Either the very statement has been prepared on the only connection, or nothing but the connection is there.
        Assert.True(isPrepared ? await call.RunAsync(storage, warm) : await storage.FindClientAsync(Guid.NewGuid(), Token) is null);

        var left = messages;
        Wire.Passes = _ => Interlocked.Decrement(ref left) >= 0;
        var successes = 0;
        try
        {
            successes += await call.RunAsync(storage, key) ? 1 : 0;
        }
        catch (LtiStorageUnavailableException e)
        {
            Assert.Equal(LtiWorkOutcome.Unknown, e.Outcome);
            _cuts++;
        }
        finally
        {
            Wire.Passes = null;
        }

        var isWhole = successes == 1;
        await AssertBothOrNeitherAsync(direct, key);
        successes += await call.RunAsync(storage, key) ? 1 : 0;
        successes += await call.RunAsync(direct, key) ? 1 : 0;

        // None where the call that was cut off had its way, and nobody was told.
        Assert.InRange(successes, isWhole ? 1 : 0, 1);
        Assert.False(await call.RunAsync(storage, key));
        await AssertBothOrNeitherAsync(direct, key);
        return isWhole;
    }

    private PostgreSqlLtiStorage Open(bool coalesces) => Database.Open(
        text =>
        {
            (text.Host, text.Port, text.MaxPoolSize) = ("127.0.0.1", Wire.Port, 1);
            (text.SslMode, text.GssEncryptionMode) = (SslMode.Disable, GssEncryptionMode.Disable);
        },
        options => options.CoalesceCalls = coalesces);

    /// <summary>A launch's session is there exactly if its nonce was used for it.</summary>
    private async Task AssertBothOrNeitherAsync(PostgreSqlLtiStorage direct, string key)
    {
        if (await direct.FindSessionAsync(Guid.Parse(key), Token) is not null)
        {
            Assert.True(await Database.QueryAsync<bool>($"SELECT used_at IS NOT NULL FROM nonces WHERE nonce = '{key}'"));
        }
        else
        {
            Assert.Equal(0L, await Database.QueryAsync<long>($"SELECT count(*) FROM sessions WHERE id = '{key}'"));
        }
    }

    private static LtiSession Session(string key) => LtiSession.FromDocument(Guid.Parse(key), Sample.Session().Utf8Document.Span);

    private static LtiRegistrationSession Registration(string key) => LtiRegistrationSession.Create(Guid.Parse(key), JsonElement.Parse("{}"), "token");

    private sealed record OnceCall(Func<ILtiStorage, string, ValueTask> PrepareAsync, Func<ILtiStorage, string, Task<bool>> RunAsync);
}
