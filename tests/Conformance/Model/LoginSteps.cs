using CsCheck;

namespace Lti.Storage.Conformance.Model;

internal static class LoginSteps
{
    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Beginning(keys),
        keys.States.Select(Find),
        Gen.Select(keys.States, keys.Nonces, keys.Sessions, keys.Users, TimeSteps.Lifetimes, CompleteLaunch));

    public static Gen<Step> Beginning(Keys keys) => Gen.Select(keys.States, keys.Nonces, TimeSteps.Lifetimes, Begin);

    private static Step Begin(string state, string nonce, TimeSpan lifetime) => new($"BeginLogin({state}, {nonce}, {lifetime})", async (subject, node) =>
    {
        var login = Login(subject, state, nonce);
        var answer = await node.BeginLoginAsync(login, lifetime).AnswerAsync();
        return answer.JudgedBy(model =>
        {
            var (takenNonce, takenState) = (model.IsLive(login.Nonce), HolderOf(model, login.State) is { } holder && model.IsLive(holder));
            return takenNonce || takenState
                ? model.If((takenNonce && answer.IsConflict(LtiEntity.Nonce)) || (takenState && answer.IsConflict(LtiEntity.Login)))
                : model.If(answer.Succeeded) is { } after ? Freed(after, login.State).WithNonce(login.Nonce, used: false, lifetime, login) : null;
        });
    });

    private static Step Find(string name) => new($"FindLogin({name})", async (subject, node) =>
    {
        var state = subject.Key(name);
        var answer = await node.FindLoginAsync(state).AnswerAsync();
        var found = answer.Value is { } login ? login with { ExpiresAt = null } : null;
        return answer.JudgedBy(model => model.If(answer.Succeeded && found == (HolderOf(model, state) is { } nonce
            && model.IsLive(nonce) && !model.Nonces[nonce].Value.IsUsed ? model.Nonces[nonce].Value.Login : null)));
    });

    private static Step CompleteLaunch(string state, string nonce, string name, string user, TimeSpan lifetime)
        => new($"CompleteLaunch({state}, {nonce}, {name}, {user}, {lifetime})", async (subject, node) =>
    {
        var (login, session) = (Login(subject, state, nonce), SessionSteps.Session(subject, name, "i", user));
        var answer = await node.CompleteLaunchAsync(login, session, lifetime).AnswerAsync();
        return answer.JudgedBy(model => HolderOf(model, login.State) == login.Nonce
            ? SessionSteps.Completed(model, login.Nonce, session, lifetime, answer)
            : model.If(answer.Is(NonceOutcome.Unknown)));
    });

    private static LtiLogin Login(Subject subject, string state, string nonce) => new()
    {
        State = subject.Key(state),
        Nonce = subject.Nonce(nonce),
        Issuer = subject.Issuer("i"),
        ClientId = "client",
        TargetLinkUri = $"https://tool.example.edu/{nonce}",
    };

    /// <summary>Finds the nonce whose login has a state, expired or not.</summary>
    private static string? HolderOf(StorageModel model, string state)
        => model.Nonces.Where(nonce => nonce.Value.Value.Login?.State == state).Select(nonce => nonce.Key).SingleOrDefault();

    /// <summary>Takes a state from the expired login that has it. The nonce stays.</summary>
    private static StorageModel Freed(StorageModel model, string state) => HolderOf(model, state) is { } holder
        ? model with { Nonces = model.Nonces.SetItem(holder, model.Nonces[holder] with { Value = model.Nonces[holder].Value with { Login = null } }) }
        : model;
}
