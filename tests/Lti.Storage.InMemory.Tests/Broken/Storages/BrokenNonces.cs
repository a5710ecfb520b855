using System.Collections.Concurrent;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenNonces
{
    [Breaks("N1", FoundByModel = true)]
    public sealed class StoringTwiceIsFine(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => await Inner.ClaimNonceAsync(nonce, lifetime, cancellationToken);
    }

    [Breaks("N1")]
    public sealed class AnExpiredNonceIsStillTaken(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, bool> _stored = new(StringComparer.Ordinal);

        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => _stored.TryAdd(nonce, value: true) ? Inner.StoreNonceAsync(nonce, lifetime, cancellationToken) : throw LtiConflictException.ForNonce();
    }

    [Breaks("N1")]
    public sealed class TheDefaultLifetimeIsNoOption(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.StoreNonceAsync(nonce, lifetime ?? TimeSpan.FromMinutes(10), cancellationToken);
    }

    [Breaks("N1", FoundByHistories = true)]
    public sealed class StoresThatOverlapAllSucceed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<string, bool> _stores = new();

        public override async ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => await _stores.RunAsync(nonce, async () =>
            {
                await Inner.StoreNonceAsync(nonce, lifetime, cancellationToken);
                return true;
            });
    }

    [Breaks("N2", FoundByModel = true)]
    public sealed class AnExpiredNonceIsUnknown(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => await Inner.ConsumeNonceAsync(nonce, cancellationToken) is var outcome && outcome == NonceOutcome.Expired ? NonceOutcome.Unknown : outcome;
    }

    [Breaks("N2")]
    public sealed class AnUnknownNonceIsUsedUp(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        {
            var outcome = await Inner.ConsumeNonceAsync(nonce, cancellationToken);
            await Inner.ClaimNonceAsync(nonce, cancellationToken: cancellationToken);
            return outcome;
        }
    }

    [Breaks("N3", FoundByHistories = true)]
    public sealed class ConsumersThatOverlapAllWin(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<string, NonceOutcome> _consumers = new();

        public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => _consumers.RunAsync(nonce, () => Inner.ConsumeNonceAsync(nonce, cancellationToken));
    }

    [Breaks("N3", FoundByModel = true)]
    public sealed class StoringAUsedNonceReopensIt(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, bool> _reopened = new(StringComparer.Ordinal);

        public override async ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                await Inner.StoreNonceAsync(nonce, lifetime, cancellationToken);
            }
            catch (LtiConflictException)
            {
                _reopened[nonce] = true;
                throw;
            }
        }

        public override async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => await Inner.ConsumeNonceAsync(nonce, cancellationToken) is var outcome && outcome == NonceOutcome.AlreadyUsed && _reopened.TryRemove(nonce, out _)
                ? NonceOutcome.Consumed
                : outcome;
    }

    [Breaks("N4")]
    public sealed class ANonceLivesOneTickTooLong(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.StoreNonceAsync(nonce, lifetime + TimeSpan.FromTicks(1), cancellationToken);
    }

    [Breaks("N4")]
    public sealed class ANonceDiesOneTickTooSoon(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.StoreNonceAsync(nonce, lifetime - TimeSpan.FromTicks(1), cancellationToken);
    }

    [Breaks("N5", FoundByHistories = true)]
    public sealed class ClaimersThatOverlapAllWin(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<string, bool> _claimers = new();

        public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => _claimers.RunAsync(nonce, () => Inner.ClaimNonceAsync(nonce, lifetime, cancellationToken));
    }

    [Breaks("N5", FoundByModel = true)]
    public sealed class AClaimUsesUpWhatIsStored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var claimed = await Inner.ClaimNonceAsync(nonce, lifetime, cancellationToken);
            await Inner.ConsumeNonceAsync(nonce, cancellationToken);
            return claimed;
        }
    }

    [Breaks("N5")]
    public sealed class ClaimsHaveASetOfTheirOwn(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.ClaimNonceAsync("claim:" + nonce, lifetime, cancellationToken);
    }
}
