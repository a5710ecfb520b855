using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A launch that was completed, and what the caller was told.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Outcome">The answer; null where there was none.</param>
/// <param name="Failure">What is known of it where there was no answer.</param>
internal sealed record Completion(LtiSession Session, NonceOutcome? Outcome, LtiWorkOutcome? Failure = null)
{
    public bool IsAccepted => Outcome == NonceOutcome.Consumed;

    /// <summary>Whether its session may be there. Of a launch that was refused or not applied nothing may be left.</summary>
    public bool MayBeThere => IsAccepted || Failure == LtiWorkOutcome.Unknown;

    public static async Task<Completion> MakeAsync(Caller caller, ILtiStorage storage, string nonce, TimeSpan lifetime)
    {
        var (session, outcome) = (Sample.Session(), default(NonceOutcome?));
        var failure = await caller.TryAsync(async () => outcome = await storage.CompleteLaunchAsync(nonce, session, lifetime));
        return new(session, outcome, failure);
    }

    public override string ToString() => Outcome is { } outcome ? $"told {outcome}" : $"failed, {Failure}";
}
