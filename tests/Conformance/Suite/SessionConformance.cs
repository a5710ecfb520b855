using System.Text;
using System.Text.Json;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests sessions (rules S1 to S3 and S5).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class SessionConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    // Each leaves a session that expires an hour later. Some leave an answer in the caches before, which expires at another time.
    private static readonly Dictionary<string, ExpiryOperation> _expiryOperations = new(StringComparer.Ordinal)
    {
        ["add"] = async (_, node, _, session) => await node.AddSessionAsync(session, _hour, Token),
        ["complete a launch"] = async (_, node, _, session) =>
        {
            var nonce = Any.Nonce();
            await node.StoreNonceAsync(nonce, cancellationToken: Token);
            await node.CompleteLaunchAsync(nonce, session, _hour, Token);
        },
        ["complete a launch with a login"] = async (_, node, _, session) =>
        {
            var login = Any.Login();
            await node.BeginLoginAsync(login, cancellationToken: Token);
            await node.CompleteLaunchAsync(login, session, _hour, Token);
        },
        ["renew"] = async (test, node, nodes, session) =>
        {
            await test.AddAndFindAsync(nodes, session, _hour / 2);
            await test.Environment.PassAsync(_hour / 4);
            await node.RenewSessionAsync(session.Id, _hour, Token);
        },
        ["renew for a shorter time"] = async (test, node, nodes, session) =>
        {
            await test.AddAndFindAsync(nodes, session, _hour);
            await node.RenewSessionAsync(session.Id, _hour / 2, Token);
        },
        ["delete and add"] = async (test, node, nodes, session) =>
        {
            await test.AddAndFindAsync(nodes, session, 3 * _hour);
            await node.DeleteSessionAsync(session.Id, Token);
            await test.AssertDeletedAsync(nodes, session);
            await node.AddSessionAsync(session, _hour, Token);
        },
        ["delete by filter and complete a launch"] = async (test, node, nodes, session) =>
        {
            await test.AddAndFindAsync(nodes, session, 3 * _hour);
            await node.DeleteSessionsAsync(Filter(session), Token);
            await test.AssertDeletedAsync(nodes, session);
            await _expiryOperations!["complete a launch"](test, node, nodes, session);
        },
        ["expire and add"] = async (test, node, nodes, session) =>
        {
            await test.AddAndFindAsync(nodes, session, _hour / 2);
            await test.Environment.PassAsync(_hour / 2);
            await node.CleanupAsync(Token);
            await node.AddSessionAsync(session, _hour, Token);
        },
    };

    private delegate Task ExpiryOperation(SessionConformance test, ILtiStorage node, ILtiStorage[] nodes, LtiSession session);

    /// <summary>The operations that decide when a session expires, each on the first and on the second node.</summary>
    public static IEnumerable<TheoryDataRow<string, bool>> ExpiryOperations
        => from operation in _expiryOperations.Keys
           from onSecondNode in new[] { false, true }
           select new TheoryDataRow<string, bool>(operation, onSecondNode);

    [Theory, Rule("S1", "S5")]
    [MemberData(nameof(SessionDocuments.All), MemberType = typeof(SessionDocuments))]
    public async Task A_found_session_equals_the_stored_one_as_json(string claims)
    {
        var session = LtiSession.FromClaims(Encoding.UTF8.GetBytes(claims), "client");
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        var found = await Storage.FindSessionAsync(session.Id, Token);

        Assert.Equal(session, found);
        Assert.True(JsonElement.DeepEquals(session.Document, found!.Document));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(claims, new JsonDocumentOptions { MaxDepth = 200 }), found.Claims!.Value));
    }

    [Fact, Rule("S5")]
    public async Task Members_of_another_programs_document_survive_with_the_ported_systems_names()
    {
        const string Document = """
            {"jwtPayload":{"iss":"https://lms.example.edu"},"user":{"id":"u","roles":["student"],"nickname":"x"},
             "platform":{"issuer":"https://lms.example.edu","clientId":"client","deploymentId":"1","name":"LMS"},
             "launch":{"target":"https://tool.example.com/"},"customParameters":{},"isStudent":true,"later":{"version":2}}
            """;
        var session = LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(Document));
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        var found = await Storage.FindSessionAsync(session.Id, Token);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Document), found!.Document));
        Assert.Equal(("u", true, "https://tool.example.com/"), (found.User.Id, found.IsStudent, found.TargetLinkUri));
    }

    [Fact, Rule("S1", "E3", "E8")]
    public async Task A_second_session_with_the_same_id_is_a_conflict_and_changes_nothing()
    {
        var session = Any.Session();
        await Storage.AddSessionAsync(session, cancellationToken: Token);
        var other = LtiSession.FromDocument(session.Id, Any.Session(userId: "another").Utf8Document.Span);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.AddSessionAsync(other, cancellationToken: Token));

        Assert.Equal((LtiEntity.Session, session.Id.ToString()), (conflict.Entity, conflict.Key));
        Assert.DoesNotContain(session.Id.ToString(), conflict.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(session, await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("S1")]
    public async Task Exactly_one_of_64_concurrent_adds_of_one_session_id_succeeds_and_is_found()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var id = Guid.NewGuid();
            var sessions = Enumerable.Range(0, Race.Callers)
                .Select(caller => LtiSession.FromDocument(id, Any.Session(userId: $"user {caller}").Utf8Document.Span))
                .ToList();

            var results = await Race.RunAsync(async caller =>
            {
                await nodes[caller % 2].AddSessionAsync(sessions[caller], cancellationToken: Token);
                return sessions[caller];
            });

            var added = Assert.Single(results, result => result.Error is null).Value;
            Assert.All(results.Where(result => result.Error is not null), result => Assert.IsType<LtiConflictException>(result.Error));
            Assert.Equal(added, await Storage.FindSessionAsync(id, Token));
        }
    }

    [Fact, Rule("S1", "S2", "E7")]
    public async Task A_session_without_a_lifetime_lives_exactly_24_hours()
    {
        await Environment.FreezeAsync();
        var session = Any.Session();
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        await Environment.PassAsync(TimeSpan.FromHours(24) - Environment.ClockStep);
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));

        await Environment.PassAsync(Environment.ClockStep);
        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("E7")]
    public async Task A_returned_expiry_is_the_callers_time_plus_the_remaining_lifetime()
    {
        await Environment.FreezeAsync();
        var session = Any.Session();
        await Storage.AddSessionAsync(session, 10 * _hour, Token);
        await Environment.PassAsync(4 * _hour);
        await AssertRemainsAsync(6 * _hour);

        await Storage.RenewSessionAsync(session.Id, 8 * _hour, Token);
        await AssertRemainsAsync(8 * _hour);

        async Task AssertRemainsAsync(TimeSpan remains)
        {
            var before = Environment.CallerClock.GetUtcNow();
            var found = await Storage.FindSessionAsync(session.Id, Token);
            var listed = await Storage.ListSessionsAsync(Filter(session), cancellationToken: Token).CollectAsync();
            var after = Environment.CallerClock.GetUtcNow();

            // The storage's clock is stopped, so the remaining lifetime is exact. The caller's clock runs during the call.
            var (earliest, latest) = (before + remains - Environment.ClockStep, after + remains + Environment.ClockStep);
            Assert.InRange(found!.ExpiresAt!.Value, earliest, latest);
            Assert.InRange(Assert.Single(listed, summary => summary.Id == session.Id).ExpiresAt, earliest, latest);
        }
    }

    [Fact, Rule("S2")]
    public async Task An_expired_session_is_never_returned_renewed_listed_or_counted()
    {
        var session = Any.Session();
        await Storage.AddSessionAsync(session, _hour, Token);
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));

        await Environment.PassAsync(_hour);

        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
        Assert.False(await Storage.RenewSessionAsync(session.Id, _hour, Token));
        Assert.Empty(await Storage.ListSessionsAsync(Filter(session), cancellationToken: Token).CollectAsync());
        Assert.Equal(0, await Storage.DeleteSessionsAsync(Filter(session), Token));
        Assert.False(await Storage.DeleteSessionAsync(session.Id, Token));
    }

    [Fact, Rule("S3", "S2")]
    public async Task Renew_moves_the_expiry_to_now_plus_the_lifetime()
    {
        await Environment.FreezeAsync();
        var session = Any.Session();
        await Storage.AddSessionAsync(session, _hour, Token);
        await Environment.PassAsync(_hour / 2);

        Assert.True(await Storage.RenewSessionAsync(session.Id, _hour, Token));

        await Environment.PassAsync(_hour - Environment.ClockStep);
        Assert.Equal(session, await Storage.FindSessionAsync(session.Id, Token));
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
    }

    /// <summary>Checks the exact expiry that each operation gives a session, on both nodes, which have found the session before.</summary>
    /// <param name="operation">The operation that decides the expiry.</param>
    /// <param name="onSecondNode">Whether the second node runs it.</param>
    [Theory, Rule("S2", "S3", "L5", "G3", "E7")]
    [MemberData(nameof(ExpiryOperations))]
    public async Task A_session_is_found_on_both_nodes_until_its_expiry_and_never_at_it(string operation, bool onSecondNode)
    {
        await Environment.FreezeAsync();
        var nodes = new[] { Storage, await OpenSecondNodeAsync(Environment) };
        var node = nodes[onSecondNode ? 1 : 0];
        var session = Any.Session();

        await _expiryOperations[operation](this, node, nodes, session);
        await Environment.SettleAsync();

        await AssertFoundAsync(nodes, session);
        await Environment.PassAsync(_hour - Environment.ClockStep);
        await AssertFoundAsync(nodes, session);
        await Environment.PassAsync(Environment.ClockStep);
        foreach (var either in nodes)
        {
            Assert.Null(await either.FindSessionAsync(session.Id, Token));
        }
    }

    [Fact, Rule("S3")]
    public async Task Renew_never_shortens_a_session()
    {
        var session = Any.Session();
        await Storage.AddSessionAsync(session, 3 * _hour, Token);

        Assert.True(await Storage.RenewSessionAsync(session.Id, _hour, Token));

        await Environment.PassAsync(2 * _hour);
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("S3")]
    public async Task Of_64_concurrent_renewals_the_longest_lifetime_counts()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var session = Any.Session();
            await Storage.AddSessionAsync(session, _hour, Token);

            var renewed = await Race.RunAllAsync(async caller
                => await nodes[caller % 2].RenewSessionAsync(session.Id, _hour * (1 + ((caller * 37) % Race.Callers)), Token));

            Assert.All(renewed, Assert.True);
            await Environment.PassAsync(_hour * (Race.Callers - 1));
            Assert.Equal(session, await Storage.FindSessionAsync(session.Id, Token));
            await Environment.PassAsync(_hour);
            Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
        }
    }

    [Fact, Rule("S3")]
    public async Task Renew_and_delete_return_whether_the_session_existed()
    {
        var session = Any.Session();
        Assert.False(await Storage.RenewSessionAsync(session.Id, cancellationToken: Token));
        Assert.False(await Storage.DeleteSessionAsync(session.Id, Token));
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        Assert.True(await Storage.RenewSessionAsync(session.Id, cancellationToken: Token));
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
        Assert.True(await Storage.DeleteSessionAsync(session.Id, Token));

        Assert.False(await Storage.DeleteSessionAsync(session.Id, Token));
        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("S3")]
    public async Task Exactly_one_of_64_concurrent_deletes_returns_true()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var session = Any.Session();
            await Storage.AddSessionAsync(session, cancellationToken: Token);

            var deleted = await Race.RunAllAsync(async caller => await nodes[caller % 2].DeleteSessionAsync(session.Id, Token));

            Assert.Single(deleted, true);
        }
    }

    [Fact, Rule("S1", "E2")]
    public async Task A_document_at_the_size_limit_is_stored_and_one_byte_more_is_rejected()
    {
        await using var small = await Fixture.CreateAsync(new LtiStorageOptions { MaxDocumentBytes = 4096 });
        var padding = 4096 - SessionDocuments.Padded(0).Utf8Document.Length;
        var fits = SessionDocuments.Padded(padding);
        Assert.Equal(4096, fits.Utf8Document.Length);

        await small.Storage.AddSessionAsync(fits, cancellationToken: Token);
        Assert.Equal(fits, await small.Storage.FindSessionAsync(fits.Id, Token));

        var tooLarge = SessionDocuments.Padded(padding + 1);
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await small.Storage.AddSessionAsync(tooLarge, cancellationToken: Token));
        Assert.Contains("4096", error.Message, StringComparison.Ordinal);
        Assert.Null(await small.Storage.FindSessionAsync(tooLarge.Id, Token));
    }

    private static SessionFilter Filter(LtiSession session) => new() { Issuer = session.Platform.Issuer! };

    private async Task AddAndFindAsync(ILtiStorage[] nodes, LtiSession session, TimeSpan lifetime)
    {
        await Storage.AddSessionAsync(session, lifetime, Token);
        await AssertFoundAsync(nodes, session);
    }

    private async Task AssertDeletedAsync(ILtiStorage[] nodes, LtiSession session)
    {
        await Environment.SettleAsync();
        foreach (var node in nodes)
        {
            Assert.Null(await node.FindSessionAsync(session.Id, Token));
        }
    }

    private static async Task AssertFoundAsync(ILtiStorage[] nodes, LtiSession session)
    {
        foreach (var node in nodes)
        {
            Assert.Equal(session, await node.FindSessionAsync(session.Id, Token));
        }
    }
}
