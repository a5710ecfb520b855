using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests session filters (rule S4).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class SessionFilterConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact, Rule("S4")]
    public async Task A_filter_selects_exactly_the_sessions_that_match_all_given_parts()
    {
        string[] issuers = [Any.Issuer(), Any.Issuer()];
        string?[] users = ["ada", "Ada", null];
        List<LtiSession> all =
        [
            .. from issuer in issuers
               from client in new[] { "c1", "c2" }
               from deployment in new[] { "d1", "d2" }
               from user in users
               from context in new[] { "course", "Course", null }
               select Any.Session(issuer, client, deployment, user, context),
        ];
        foreach (var session in all)
        {
            await Storage.AddSessionAsync(session, cancellationToken: Token);
        }

        var filters =
            from client in new[] { null, "c1", "unknown" }
            from deployment in new[] { null, "d2", "D2" }
            from user in new[] { null, "ada", "" }
            from context in new[] { null, "course", "", "COURSE" }
            select new SessionFilter { Issuer = issuers[0], ClientId = client, DeploymentId = deployment, UserId = user, ContextId = context };
        foreach (var filter in filters)
        {
            var expected = all.Where(session => Matches(session, filter)).Select(session => session.Id).Order();
            var listed = await Storage.ListSessionsAsync(filter, cancellationToken: Token).CollectAsync();
            Assert.Equal(expected, listed.Select(summary => summary.Id));
        }

        SessionFilter[] deletions =
        [
            new() { Issuer = issuers[0], ClientId = "c1", UserId = "ada", ContextId = "Course" },
            new() { Issuer = issuers[0], ContextId = "COURSE" },
            new() { Issuer = issuers[0], ContextId = "course" },
            new() { Issuer = issuers[0], ClientId = "c2", DeploymentId = "d2", ContextId = "" },
            new() { Issuer = issuers[0], ClientId = "c1", UserId = "ada" },
            new() { Issuer = issuers[0], ClientId = "c1", UserId = "ada" },
            new() { Issuer = issuers[0], DeploymentId = "d2" },
            new() { Issuer = issuers[0], UserId = "" },
            new() { Issuer = issuers[0], ClientId = "c2", DeploymentId = "d1", UserId = "Ada" },
            new() { Issuer = issuers[0] },
        ];
        List<LtiSession> left = [.. all];
        foreach (var deletion in deletions)
        {
            Assert.Equal(left.RemoveAll(session => Matches(session, deletion)), await Storage.DeleteSessionsAsync(deletion, Token));
            foreach (var session in all)
            {
                Assert.Equal(left.Contains(session), await Storage.FindSessionAsync(session.Id, Token) is not null);
            }
        }

        Assert.Equal(36, left.Count);
    }

    [Fact, Rule("S4")]
    public async Task A_listing_has_the_platform_and_user_of_each_session_but_not_its_document()
    {
        var session = Any.Session(Any.Issuer(), "client", "deployment", "user");
        var anonymous = Any.Session(session.Platform.Issuer!, "client", "deployment", userId: null);
        await Storage.AddSessionAsync(session, cancellationToken: Token);
        await Storage.AddSessionAsync(anonymous, cancellationToken: Token);

        var listed = await Storage.ListSessionsAsync(new SessionFilter { Issuer = session.Platform.Issuer! }, cancellationToken: Token).CollectAsync();

        var summary = Assert.Single(listed, summary => summary.Id == session.Id);
        Assert.Equal((session.Platform.Issuer, "client", "deployment", "user"), (summary.Issuer, summary.ClientId, summary.DeploymentId, summary.UserId));
        Assert.Null(Assert.Single(listed, summary => summary.Id == anonymous.Id).UserId);
    }

    [Fact, Rule("S4", "E6")]
    public async Task A_listing_is_in_the_order_of_ids_continues_after_any_cursor_and_blocks_no_other_call()
    {
        var issuer = Any.Issuer();
        for (var i = 0; i < 25; i++)
        {
            await Storage.AddSessionAsync(Any.Session(issuer), cancellationToken: Token);
        }

        var filter = new SessionFilter { Issuer = issuer };
        List<Guid> ids = [];
        await foreach (var summary in Storage.ListSessionsAsync(filter, cancellationToken: Token))
        {
            ids.Add(summary.Id);
            Assert.True(await Storage.RenewSessionAsync(summary.Id, TimeSpan.FromHours(48), Token));
        }

        ids.AssertAscending();
        Assert.Equal(25, ids.Count);
        Assert.Equal(ids.Skip(10), (await Storage.ListSessionsAsync(filter, ids[9], Token).CollectAsync()).Select(summary => summary.Id));
    }

    [Fact, Rule("S4", "E1")]
    public async Task A_filter_accepts_the_id_of_a_user_and_a_context_of_any_length_and_text()
    {
        var issuer = Any.Issuer();
        string[] users = [new string('u', 10_000), new string('u', 9_999) + "v", "'; DELETE FROM sessions; --", "", "user ", "user"];
        foreach (var user in users)
        {
            await Storage.AddSessionAsync(Any.Session(issuer, userId: user, contextId: user), cancellationToken: Token);
        }

        foreach (var user in users)
        {
            var filter = new SessionFilter { Issuer = issuer, ContextId = user };
            Assert.Equal(user, Assert.Single(await Storage.ListSessionsAsync(filter, cancellationToken: Token).CollectAsync()).UserId);
            filter = new SessionFilter { Issuer = issuer, UserId = user };
            Assert.Equal(user, Assert.Single(await Storage.ListSessionsAsync(filter, cancellationToken: Token).CollectAsync()).UserId);
            Assert.Equal(1, await Storage.DeleteSessionsAsync(filter, Token));
        }
    }

    [Fact, Rule("S4")]
    public async Task A_filter_finds_ids_that_are_numbers_by_their_text()
    {
        var issuer = Any.Issuer();
        var number = Any.SessionWithIds(issuer, "4711", "31");
        var text = Any.SessionWithIds(issuer, "\"4711\"", "\"31\"");
        LtiSession[] others =
        [
            Any.SessionWithIds(issuer, "4712", "32"), Any.SessionWithIds(issuer, "[4711]", "[31]"),
            Any.SessionWithIds(issuer, "{\"a\":4711}", "{\"a\":31}"), Any.SessionWithIds(issuer, "true", "true"), Any.SessionWithIds(issuer, "1e2", "2.50"),
        ];
        foreach (var session in (LtiSession[])[number, text, .. others])
        {
            await Storage.AddSessionAsync(session, cancellationToken: Token);
        }

        Guid[] both = [.. new[] { number.Id, text.Id }.Order()];
        foreach (var (filter, ids) in new (SessionFilter, Guid[])[]
        {
            (new() { Issuer = issuer, UserId = "4711" }, both),
            (new() { Issuer = issuer, ContextId = "31" }, both),
            (new() { Issuer = issuer, UserId = "4711", ContextId = "31" }, both),
            (new() { Issuer = issuer, UserId = "[4711]" }, []),
            (new() { Issuer = issuer, UserId = "{\"a\": 4711}" }, []),
            (new() { Issuer = issuer, UserId = "true" }, []),
            (new() { Issuer = issuer, ContextId = "true" }, []),
            (new() { Issuer = issuer, UserId = "100" }, [others[^1].Id]),
            (new() { Issuer = issuer, ContextId = "2.50" }, [others[^1].Id]),
        })
        {
            var listed = await Storage.ListSessionsAsync(filter, cancellationToken: Token).CollectAsync();
            Assert.Equal(ids, listed.Select(summary => summary.Id));
            Assert.All(listed, summary => Assert.Equal(filter.UserId ?? summary.UserId, summary.UserId));
            Assert.All(listed, summary => Assert.NotNull(summary.UserId));
        }

        var found = await Storage.FindSessionAsync(number.Id, Token);
        Assert.Equal(("4711", "31"), (found!.User.Id, found.Context.Id));
        Assert.Equal(2, await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer, UserId = "4711" }, Token));
        Assert.Equal(1, await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer, ContextId = "32" }, Token));
        Assert.Equal(1, await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer, UserId = others[^1].User.Id }, Token));
        Assert.Equal(3, await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer }, Token));
    }

    [Fact, Rule("S4", "S5")]
    public async Task A_filter_finds_documents_of_another_program_whose_client_and_deployment_are_numbers()
    {
        var issuer = Any.Issuer();
        var document = $$$"""{"platform":{"issuer":"{{{issuer}}}","clientId":17,"deploymentId":1.50},"context":[],"user":{"id":7}}""";
        var session = LtiSession.FromDocument(Guid.NewGuid(), System.Text.Encoding.UTF8.GetBytes(document));
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        var listed = Assert.Single(await Storage.ListSessionsAsync(new SessionFilter { Issuer = issuer }, cancellationToken: Token).CollectAsync());
        Assert.Equal(("17", "1.50", "7"), (listed.ClientId, listed.DeploymentId, listed.UserId));
        Assert.Equal(0, await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer, ContextId = "" }, Token));
        Assert.Equal(1, await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer, ClientId = "17", DeploymentId = "1.50" }, Token));
    }

    [Fact, Rule("E2")]
    public async Task A_session_with_the_empty_id_is_rejected()
    {
        var session = LtiSession.FromDocument(Guid.Empty, Any.Session().Utf8Document.Span);

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Storage.AddSessionAsync(session, cancellationToken: Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Storage.CompleteLaunchAsync(Any.Nonce(), session, cancellationToken: Token));
        Assert.Null(await Storage.FindSessionAsync(Guid.Empty, Token));
    }

    private static bool Matches(LtiSession session, SessionFilter filter)
        => session.Platform.Issuer == filter.Issuer
            && (filter.ClientId ?? session.Platform.ClientId) == session.Platform.ClientId
            && (filter.DeploymentId ?? session.Platform.DeploymentId) == session.Platform.DeploymentId
            && (filter.UserId ?? session.User.Id) == session.User.Id
            && (filter.ContextId ?? session.Context.Id) == session.Context.Id;
}
