using System.Collections.Concurrent;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rules of calls that wait: for cancellation (E5), the clock (E7, N4) and batches (K2, K3).</summary>
internal static class BrokenWaits
{
    [Breaks("E5", By = typeof(HeldWriteConformance))]
    public sealed class AConsumerIgnoresItsTokenInTheQueue(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => Inner.ConsumeNonceAsync(nonce, Begun(cancellationToken));
    }

    [Breaks("E5", By = typeof(HeldWriteConformance))]
    public sealed class AClaimIgnoresItsTokenInTheQueue(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.ClaimNonceAsync(nonce, lifetime, Begun(cancellationToken));
    }

    [Breaks("E5", By = typeof(HeldWriteConformance))]
    public sealed class ALaunchIsDoneAlthoughItSaysCancelled(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var outcome = await Inner.CompleteLaunchAsync(nonce, session, lifetime, Begun(cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            return outcome;
        }
    }

    [Breaks("N4", By = typeof(HeldWriteConformance))]
    public sealed class TheTimeIsReadBeforeTheWait(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            _expiries[nonce] = clock.GetUtcNow() + lifetime.GetValueOrDefault();
            return Inner.StoreNonceAsync(nonce, lifetime, cancellationToken);
        }

        public override async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        {
            var asked = clock.GetUtcNow();
            var outcome = await Inner.ConsumeNonceAsync(nonce, cancellationToken);
            return outcome == NonceOutcome.Expired && asked < _expiries[nonce] ? NonceOutcome.Consumed : outcome;
        }
    }

    [Breaks("E7", By = typeof(HeldWriteConformance))]
    public sealed class TheLifetimeOfALaunchBeginsBeforeTheWait(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var asked = clock.GetUtcNow();
            var outcome = await Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken);
            if (clock.GetUtcNow() - asked >= lifetime)
            {
                await Inner.DeleteSessionAsync(session.Id, cancellationToken);
            }

            return outcome;
        }
    }

    [Breaks("K3", By = typeof(HeldWriteConformance))]
    public sealed class ACleanupIgnoresItsTokenInMidRun(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => Inner.CleanupAsync(Begun(cancellationToken));
    }

    [Breaks("K2", By = typeof(HeldWriteConformance))]
    public sealed class TheBatchSizeIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => await Inner.CleanupAsync(Begun(cancellationToken)) with { Completed = !cancellationToken.IsCancellationRequested };
    }

    /// <summary>Checks a token at the start of a call. The call goes on without it.</summary>
    private static CancellationToken Begun(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return CancellationToken.None;
    }
}
