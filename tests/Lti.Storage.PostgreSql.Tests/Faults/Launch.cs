using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Records a stored nonce, its concurrent launches (as in a replay) and the answer of each call.</summary>
/// <param name="Nonce">The nonce.</param>
/// <param name="Unstored">The outcome of the failed store, or null when it succeeded.</param>
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

    /// <summary>Returns whether an accepted launch lacks its session or the use of its nonce.</summary>
    public bool IsLost(LaunchRemains remains) => Completions.Any(completion
        => completion.IsAccepted && (remains.Nonce != NonceOutcome.AlreadyUsed || !remains.Sessions.Contains(completion.Session)));

    /// <summary>
    /// Lists the contradictions between the answers and the stored rows. A launch of unknown outcome must be whole or absent.
    /// </summary>
    /// <param name="remains">The rows in the end.</param>
    /// <param name="isOnSuccessor">
    /// <summary>
    /// Whether they are on a server that was promoted while its primary still ran. The old primary refused launches by its own state: it
    /// did not
    /// </summary>
    /// <summary>know nonces that were stored on the successor, and the effects of its calls of unknown outcome are lost.</summary>
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
            (remains.Sessions.Count > 0 != (remains.Nonce == NonceOutcome.AlreadyUsed), "a launch is half stored"),
            (isThere, "a launch that was refused or not applied is stored"),
            (isUsedByNobody && !mayBeGone, "the nonce was reported as used, but no launch used it"),
            (IsStored && remains.Nonce == NonceOutcome.Unknown, "a stored nonce is lost"),
            (IsStored && isUnknown && !isOnSuccessor, "a stored nonce was reported as unknown"),
            (Unstored == LtiWorkOutcome.NotApplied && remains.Nonce != NonceOutcome.Unknown, "a nonce exists although its store was not applied"),
        ];
        return contradictions.Where(contradiction => contradiction.IsSo).Select(contradiction => $"{contradiction.Text}: {this}; there are {remains}.");
    }

    public override string ToString() => $"stored {(IsStored ? "well" : Unstored)}, completed ({string.Join("; ", Completions)})";
}
