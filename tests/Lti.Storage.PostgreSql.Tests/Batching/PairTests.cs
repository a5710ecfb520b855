using Lti.Storage.Conformance;
using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Checks that each pair of concurrent calls on one nonce answers like the two calls in sequence, in either order.</summary>
/// <remarks>
/// Two calls of one kind form a batch. Calls of different kinds are two concurrent statements. The in-memory storage gives the expected
/// answers.
/// </remarks>
public sealed class PairTests : IAsyncLifetime
{
    private static readonly string[] _kinds = ["store", "claim", "consume", "complete", "begin", "finish"];

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Theory, Rule("N1", "N2", "N3", "N5", "L5", "G1", "G3")]
    [InlineData("absent")]
    [InlineData("stored")]
    [InlineData("used")]
    [InlineData("expired")]
    [InlineData("begun")]
    [InlineData("finished")]
    [InlineData("expired login")]
    public async Task Pair_of_concurrent_calls_on_one_nonce_answers_like_a_sequence(string before)
    {
        await using var batching = BatchingStorage.Open(_database!);
        var pairs = _kinds.SelectMany((first, i) => _kinds.Skip(i).Select(second => (First: first, Second: second, Nonce: Sample.Nonce()))).ToList();
        await BringAboutAsync(batching.Storage, before, pairs.ConvertAll(pair => pair.Nonce));
        if (before.StartsWith("expired", StringComparison.Ordinal))
        {
            await _database!.ExecuteAsync("UPDATE nonces SET expires_at = now() - interval '1 second'");
        }

        var answers = await batching.BatchAsync(pairs.SelectMany(pair => new[] { pair.First, pair.Second }.Select(
            kind => (Func<ValueTask<string>>)(() => AnswerAsync(batching.Storage, kind, pair.Nonce)))));

        Assert.Equal(
            [("BeginLogin", 7), ("ClaimNonce", 7), ("CompleteLaunch", 14), ("ConsumeNonce", 7), ("StoreNonce", 7)],
            batching.Measured.Sent.Where(sent => sent.Operation != "FindSession"));
        for (var i = 0; i < pairs.Count; i++)
        {
            var (first, second, nonce) = pairs[i];
            var left = await AnswerAsync(batching.Storage, "consume", nonce);
            var happened = (await answers[2 * i], await answers[(2 * i) + 1], left);
            var inOrder = await InMemoryAsync(before, first, second);
            var (secondFirst, firstSecond, leftThen) = await InMemoryAsync(before, second, first);
            Assert.True(
                happened == inOrder || happened == (firstSecond, secondFirst, leftThen),
                $"{first} and {second} on a nonce that was {before}: {happened}; expected {inOrder} or {(firstSecond, secondFirst, leftThen)}");
        }
    }

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    private static async Task<(string First, string Second, string Left)> InMemoryAsync(string before, string first, string second)
    {
        var clock = new FakeTimeProvider();
        await using var memory = new InMemoryLtiStorage(timeProvider: clock);
        await BringAboutAsync(memory, before, ["nonce"]);
        if (before.StartsWith("expired", StringComparison.Ordinal))
        {
            clock.Advance(TimeSpan.FromHours(1));
        }

        return (await AnswerAsync(memory, first, "nonce"), await AnswerAsync(memory, second, "nonce"), await AnswerAsync(memory, "consume", "nonce"));
    }

    private static async Task BringAboutAsync(ILtiStorage storage, string state, IEnumerable<string> nonces)
    {
        foreach (var nonce in nonces.Where(_ => state != "absent"))
        {
            if (state is "begun" or "finished" or "expired login")
            {
                await storage.BeginLoginAsync(Login(nonce), TimeSpan.FromMinutes(50), Token);
            }
            else
            {
                await storage.StoreNonceAsync(nonce, TimeSpan.FromMinutes(50), Token);
            }

            if (state is "used" or "finished")
            {
                await storage.ConsumeNonceAsync(nonce, Token);
            }
        }
    }

    private static LtiLogin Login(string nonce) => Sample.Login() with { Nonce = nonce, State = $"state of {nonce}" };

    private static async ValueTask<string> AnswerAsync(ILtiStorage storage, string kind, string nonce)
    {
        try
        {
            switch (kind)
            {
                case "store":
                    await storage.StoreNonceAsync(nonce, cancellationToken: Token);
                    return "stored";
                case "claim":
                    return await storage.ClaimNonceAsync(nonce, cancellationToken: Token) ? "claimed" : "not claimed";
                case "consume":
                    return (await storage.ConsumeNonceAsync(nonce, Token)).ToString();
                case "begin":
                    await storage.BeginLoginAsync(Login(nonce), cancellationToken: Token);
                    return "begun";
                default:
                    var session = Sample.Session();
                    var outcome = kind == "finish"
                        ? await storage.CompleteLaunchAsync(Login(nonce), session, cancellationToken: Token)
                        : await storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token);
                    Assert.Equal(outcome == NonceOutcome.Consumed, await storage.FindSessionAsync(session.Id, Token) is not null);
                    return outcome.ToString();
            }
        }
        catch (LtiConflictException)
        {
            return "conflict";
        }
    }
}
