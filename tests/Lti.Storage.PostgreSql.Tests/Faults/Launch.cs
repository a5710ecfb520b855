using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A nonce that is stored, launches that are completed with it at once, as a replay would be, and what each caller was told.</summary>
/// <param name="Nonce">The nonce.</param>
/// <param name="Unstored">What is known of its storing, where that failed.</param>
/// <param name="Completions">The launches.</param>
internal sealed record Launch(string Nonce, LtiWorkOutcome? Unstored, params IReadOnlyList<Completion> Completions)
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);

    public bool IsAccepted => Completions.Any(completion => completion.IsAccepted);

    private bool IsStored => Unstored is null;

    public static async Task<Launch> MakeAsync(Caller caller, ILtiStorage storage)
    {
        var nonce = Sample.Nonce();
        var unstored = await caller.TryAsync(() => storage.StoreNonceAsync(nonce, _lifetime).AsTask());
        return new(nonce, unstored, await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Completion.MakeAsync(caller, storage, nonce, _lifetime))));
    }

    /// <summary>Whether a launch was accepted of which the use of the nonce or the session is missing.</summary>
    public bool IsLost(LaunchRemains remains) => Completions.Any(completion
        => completion.IsAccepted && (remains.Nonce != NonceOutcome.AlreadyUsed || !remains.Sessions.Contains(completion.Session)));

    /// <summary>What can't be, after what the callers were told. Where they were told that nobody knows, it is either all there or nothing.</summary>
    /// <param name="remains">What there is.</param>
    /// <param name="isOnSuccessor">
    /// Whether that is on a server that was promoted while its primary was there still. A launch that the primary refused meanwhile was refused by what it
    /// knew: it had not heard of a nonce that was stored on its successor, and what a call of unknown outcome did to it is gone.
    /// </param>
    public IEnumerable<string> Contradictions(LaunchRemains remains, bool isOnSuccessor = false)
    {
        var isThere = Completions.Any(completion => !completion.MayBeThere && remains.Sessions.Contains(completion.Session));
        var isUnknown = Completions.Any(completion => completion.Outcome == NonceOutcome.Unknown);
        var isUsedByNobody = Completions.Any(completion => completion.Outcome == NonceOutcome.AlreadyUsed) && remains.Sessions.Count == 0;
        var mayBeGone = isOnSuccessor && Completions.Any(completion => completion.Failure == LtiWorkOutcome.Unknown);
        (bool IsSo, string Text)[] contradictions =
        [
            (Completions.Count(completion => completion.IsAccepted) > 1, "the nonce was accepted twice"),
            (remains.Sessions.Count > 1, "the nonce was used twice"),
            (IsLost(remains), "an accepted launch is lost"),
            (remains.Sessions.Count > 0 != (remains.Nonce == NonceOutcome.AlreadyUsed), "a launch is half there"),
            (isThere, "a launch is there that was refused or not applied"),
            (isUsedByNobody && !mayBeGone, "the nonce was called used, and by nobody"),
            (IsStored && remains.Nonce == NonceOutcome.Unknown, "a stored nonce is lost"),
            (IsStored && isUnknown && !isOnSuccessor, "a stored nonce was not known"),
            (Unstored == LtiWorkOutcome.NotApplied && remains.Nonce != NonceOutcome.Unknown, "a nonce is there that was not stored"),
        ];
        return contradictions.Where(contradiction => contradiction.IsSo).Select(contradiction => $"{contradiction.Text}: {this}; there are {remains}.");
    }

    public override string ToString() => $"stored {(IsStored ? "well" : Unstored)}, completed ({string.Join("; ", Completions)})";
}
