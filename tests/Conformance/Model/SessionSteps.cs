using System.Text;
using CsCheck;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model;

internal static class SessionSteps
{
    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Adding(keys),
        keys.Sessions.Select(Find),
        Gen.Select(keys.Sessions, TimeSteps.Lifetimes, Renew),
        keys.Sessions.Select(Delete),
        Gen.Select(keys.Nonces, keys.Sessions, keys.Users, TimeSteps.Lifetimes, CompleteLaunch));

    public static Gen<Step> Adding(Keys keys) => Gen.Select(keys.Sessions, keys.Issuers, keys.Users, TimeSteps.Lifetimes, Add);

    /// <summary>Operations on many sessions. They need not happen at one moment, so only sequences use them.</summary>
    public static Gen<Step> ByFilter(Keys keys) => Gen.OneOf(
        Gen.Select(keys.Issuers, keys.Users.Null(), List),
        Gen.Select(keys.Issuers, keys.Users.Null(), DeleteByFilter));

    private static Step Add(string name, string issuer, string user, TimeSpan lifetime) => new($"AddSession({name}, {issuer}, {user}, {lifetime})", async (subject, node) =>
    {
        var session = Session(subject, name, issuer, user);
        var answer = await node.AddSessionAsync(session, lifetime).AnswerAsync();
        return answer.JudgedBy(model => Added(model, session, lifetime, answer));
    });

    private static Step CompleteLaunch(string nonceName, string name, string user, TimeSpan lifetime)
        => new($"CompleteLaunch({nonceName}, {name}, {user}, {lifetime})", async (subject, node) =>
    {
        var (nonce, session) = (subject.Nonce(nonceName), Session(subject, name, "i", user));
        var answer = await node.CompleteLaunchAsync(nonce, session, lifetime).AnswerAsync();
        return answer.JudgedBy(model => Completed(model, nonce, session, lifetime, answer));
    });

    private static Step Find(string name) => new($"FindSession({name})", async (subject, node) =>
    {
        var id = subject.Id(name);
        var answer = await node.FindSessionAsync(id).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(Live(model, id))));
    });

    private static Step Renew(string name, TimeSpan lifetime) => new($"RenewSession({name}, {lifetime})", async (subject, node) =>
    {
        var id = subject.Id(name);
        var answer = await node.RenewSessionAsync(id, lifetime).AnswerAsync();
        return answer.JudgedBy(model => Live(model, id) is not { } session
            ? model.If(answer.Is(false))
            : model.If(answer.Is(true)) is { } renewed && model.Now + lifetime > model.Sessions[id].ExpiresAt
                ? renewed.With(session, lifetime)
                : model.If(answer.Is(true)));
    });

    private static Step Delete(string name) => new($"DeleteSession({name})", async (subject, node) =>
    {
        var id = subject.Id(name);
        var answer = await node.DeleteSessionAsync(id).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(Live(model, id) is not null)) is { } after
            ? after with { Sessions = after.Sessions.Remove(id) }
            : null);
    });

    private static Step List(string issuer, string? user) => new($"ListSessions({issuer}, {user ?? "any"})", async (subject, node) =>
    {
        var filter = new SessionFilter { Issuer = subject.Issuer(issuer), UserId = user };
        var listed = await node.ListSessionsAsync(filter).CollectAsync();
        return new Observation($"{listed.Count}", model => model.If(listed.Select(session => session.Id)
            .SequenceEqual(Matching(model, filter).Where(model.IsLive).Select(session => session.Value.Id).Order())));
    });

    private static Step DeleteByFilter(string issuer, string? user) => new($"DeleteSessions({issuer}, {user ?? "any"})", async (subject, node) =>
    {
        var filter = new SessionFilter { Issuer = subject.Issuer(issuer), UserId = user };
        var answer = await node.DeleteSessionsAsync(filter).AnswerAsync();
        return answer.JudgedBy(model =>
        {
            var matching = Matching(model, filter).ToList();
            return model.If(answer.Is(matching.Count(model.IsLive))) is { } after
                ? after with { Sessions = after.Sessions.RemoveRange(matching.Select(session => session.Value.Id)) }
                : null;
        });
    });

    /// <summary>Judges a completed launch. With a refused nonce its outcome is the answer.</summary>
    public static StorageModel? Completed(
        StorageModel model, string nonce, LtiSession session, TimeSpan lifetime, Answer<NonceOutcome> answer)
        => answer.Succeeded && answer.Value != NonceOutcome.Consumed
            ? model.If(model.IsAllowed(nonce, answer.Value))
            : model.IsAllowed(nonce, NonceOutcome.Consumed)
                ? Added(model, session, lifetime, answer) is { } after && answer.Succeeded ? after.WithUsed(nonce) : Added(model, session, lifetime, answer)
                : null;

    public static LtiSession Session(Subject subject, string name, string issuer, string user)
    {
        var made = Any.Session(subject.Issuer(issuer), "client", "deployment", user);
        return LtiSession.FromDocument(subject.Id(name), made.Utf8Document.Span);
    }

    private static LtiSession? Live(StorageModel model, Guid id)
        => model.Sessions.TryGetValue(id, out var stored) && model.IsLive(stored) ? stored.Value : null;

    /// <summary>Judges an added session. A provider may keep the id of an expired session occupied (rule S1).</summary>
    private static StorageModel? Added<T>(StorageModel model, LtiSession session, TimeSpan lifetime, Answer<T> answer)
        => answer.IsConflict(LtiEntity.Session)
            ? model.If(model.Sessions.ContainsKey(session.Id))
            : model.If(answer.Succeeded && Live(model, session.Id) is null)?.With(session, lifetime);

    private static IEnumerable<Timed<LtiSession>> Matching(StorageModel model, SessionFilter filter)
        => model.Sessions.Values.Where(session => session.Value.Platform.Issuer == filter.Issuer
            && (filter.UserId is null || session.Value.User.Id == filter.UserId)
            && (filter.ContextId is null || session.Value.Context.Id == filter.ContextId));
}
