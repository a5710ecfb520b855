using CsCheck;

namespace Lti.Storage.Conformance.Model;

internal static class NonceSteps
{
    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Storing(keys),
        keys.Nonces.Select(Consume),
        Gen.Select(keys.Nonces, TimeSteps.Lifetimes, Claim));

    public static Gen<Step> Storing(Keys keys) => Gen.Select(keys.Nonces, TimeSteps.Lifetimes, Store);

    /// <summary>Decides whether consuming a nonce may have this outcome.</summary>
    public static bool IsAllowed(this StorageModel model, string nonce, NonceOutcome outcome)
        => !model.Nonces.TryGetValue(nonce, out var stored) ? outcome == NonceOutcome.Unknown
            : !model.IsLive(stored) ? outcome == NonceOutcome.Expired || (model.IsCleaning && outcome == NonceOutcome.Unknown)
            : outcome == (stored.Value.IsUsed ? NonceOutcome.AlreadyUsed : NonceOutcome.Consumed);

    public static bool IsLive(this StorageModel model, string nonce) => model.Nonces.TryGetValue(nonce, out var stored) && model.IsLive(stored);

    public static StorageModel WithUsed(this StorageModel model, string nonce)
        => model with { Nonces = model.Nonces.SetItem(nonce, model.Nonces[nonce] with { Value = model.Nonces[nonce].Value with { IsUsed = true } }) };

    private static Step Store(string name, TimeSpan lifetime) => new($"StoreNonce({name}, {lifetime})", async (subject, node) =>
    {
        var nonce = subject.Nonce(name);
        var answer = await node.StoreNonceAsync(nonce, lifetime).AnswerAsync();
        return answer.JudgedBy(model => IsLive(model, nonce)
            ? model.If(answer.IsConflict(LtiEntity.Nonce))
            : model.If(answer.Succeeded)?.WithNonce(nonce, used: false, lifetime));
    });

    private static Step Consume(string name) => new($"ConsumeNonce({name})", async (subject, node) =>
    {
        var nonce = subject.Nonce(name);
        var answer = await node.ConsumeNonceAsync(nonce).AnswerAsync();
        return answer.JudgedBy(model => model.If(model.IsAllowed(nonce, answer.Value)) is { } allowed && answer.Value == NonceOutcome.Consumed
            ? allowed.WithUsed(nonce)
            : model.If(model.IsAllowed(nonce, answer.Value)));
    });

    private static Step Claim(string name, TimeSpan lifetime) => new($"ClaimNonce({name}, {lifetime})", async (subject, node) =>
    {
        var nonce = subject.Nonce(name);
        var answer = await node.ClaimNonceAsync(nonce, lifetime).AnswerAsync();
        return answer.JudgedBy(model => IsLive(model, nonce)
            ? model.If(answer.Is(false))
            : model.If(answer.Is(true))?.WithNonce(nonce, used: true, lifetime));
    });
}
