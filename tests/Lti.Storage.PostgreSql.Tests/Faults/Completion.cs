using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Records a completed launch and the caller's answer.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Outcome">The answer. Null when there was none.</param>
/// <param name="Failure">The outcome of the failed call when there was no answer.</param>
internal sealed record Completion(LtiSession Session, NonceOutcome? Outcome, LtiWorkOutcome? Failure = null)
{
    public bool IsAccepted => Outcome == NonceOutcome.Consumed;

    /// <summary>Gets whether its session may exist. A refused or not applied launch must leave nothing.</summary>
    public bool MayBeThere => IsAccepted || Failure == LtiWorkOutcome.Unknown;

    public static async Task<Completion> MakeAsync(Caller caller, ILtiStorage storage, string nonce, TimeSpan lifetime)
    {
        var (session, outcome) = (Sample.Session(), default(NonceOutcome?));
        var failure = await caller.TryAsync(async () => outcome = await storage.CompleteLaunchAsync(nonce, session, lifetime));
        return new(session, outcome, failure);
    }

    public override string ToString() => Outcome is { } outcome ? $"answered {outcome}" : $"failed, {Failure}";
}
