using CsCheck;

namespace Lti.Storage.Conformance.Model;

/// <summary>Generates lifetimes and passing time as multiples of one unit.</summary>
/// <remarks>The unit is far longer than a sequence takes, so the storage's clock may run or stand.</remarks>
internal static class TimeSteps
{
    public static TimeSpan Unit { get; } = TimeSpan.FromMinutes(10);

    public static Gen<TimeSpan> Lifetimes { get; } = Gen.Int[1, 3].Select(count => Unit * count);

    public static Gen<Step> Passing { get; } = Gen.Int[1, 2].Select(count => new Step($"Pass({Unit * count})", async (subject, _) =>
    {
        await subject.Environment.PassAsync(Unit * count);
        return new Observation("passed", model => model with { Now = model.Now + (Unit * count) });
    }));

    public static Gen<Step> Cleanup { get; } = Gen.Const(new Step("Cleanup()", async (_, node) =>
    {
        var answer = await node.CleanupAsync().AnswerAsync();
        return answer.JudgedBy(model => answer.Is(new CleanupResult
        {
            Nonces = model.Nonces.Values.Count(nonce => !model.IsLive(nonce)),
            Sessions = model.Sessions.Values.Count(session => !model.IsLive(session)),
            RegistrationSessions = model.Registrations.Values.Count(registration => !model.IsLive(registration)),
            Completed = true,
        })
            ? model with
            {
                Nonces = model.Nonces.RemoveRange(model.Nonces.Where(nonce => !model.IsLive(nonce.Value)).Select(nonce => nonce.Key)),
                Sessions = model.Sessions.RemoveRange(model.Sessions.Where(session => !model.IsLive(session.Value)).Select(session => session.Key)),
                Registrations = model.Registrations.RemoveRange(
                    model.Registrations.Where(registration => !model.IsLive(registration.Value)).Select(registration => registration.Key)),
            }
            : null);
    }));

    /// <summary>A cleanup among other callers. It does not happen at one moment and skips rows in use.</summary>
    public static Gen<Step> Sweep { get; } = Gen.Const(new Step("Cleanup()", async (_, node) =>
    {
        var answer = await node.CleanupAsync().AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Value is { Completed: true }));
    }));
}
