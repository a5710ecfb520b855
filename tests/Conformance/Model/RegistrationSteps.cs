using CsCheck;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model;

internal static class RegistrationSteps
{
    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Saving(keys),
        keys.Registrations.Select(Find),
        keys.Registrations.Select(Consume),
        keys.Registrations.Select(Delete));

    public static Gen<Step> Saving(Keys keys) => Gen.Select(keys.Registrations, Gen.OneOf("token", "Token"), TimeSteps.Lifetimes, Save);

    private static Step Save(string name, string token, TimeSpan lifetime) => new($"SaveRegistrationSession({name}, {token}, {lifetime})", async (subject, node) =>
    {
        var session = Any.Registration(subject.Id(name), $"{ConformanceFixture.Canary}-{token}");
        var answer = await node.SaveRegistrationSessionAsync(session, lifetime).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Succeeded) is { } after
            ? after with { Registrations = after.Registrations.SetItem(session.Id, new(session, after.Now + lifetime)) }
            : null);
    });

    private static Step Find(string name) => new($"FindRegistrationSession({name})", async (subject, node) =>
    {
        var id = subject.Id(name);
        var answer = await node.FindRegistrationSessionAsync(id).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(Live(model, id))));
    });

    private static Step Consume(string name) => new($"ConsumeRegistrationSession({name})", async (subject, node) =>
    {
        var id = subject.Id(name);
        var answer = await node.ConsumeRegistrationSessionAsync(id).AnswerAsync();
        return answer.JudgedBy(model => Without(model.If(answer.Is(Live(model, id))), id));
    });

    private static Step Delete(string name) => new($"DeleteRegistrationSession({name})", async (subject, node) =>
    {
        var id = subject.Id(name);
        var answer = await node.DeleteRegistrationSessionAsync(id).AnswerAsync();
        return answer.JudgedBy(model => Without(model.If(answer.Is(Live(model, id) is not null)), id));
    });

    private static LtiRegistrationSession? Live(StorageModel model, Guid id)
        => model.Registrations.TryGetValue(id, out var stored) && model.IsLive(stored) ? stored.Value : null;

    private static StorageModel? Without(StorageModel? model, Guid id)
        => model is null ? null : model with { Registrations = model.Registrations.Remove(id) };
}
