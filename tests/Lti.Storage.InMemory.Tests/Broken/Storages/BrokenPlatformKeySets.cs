using System.Collections.Concurrent;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenPlatformKeySets
{
    [Breaks("P1")]
    public sealed class ASetServesOtherAddresses(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
            => Sets.LeasePlatformKeySetAsync(
                jwksUrl?.TrimEnd('/')!, leaseId, leaseFor, knownSetId, needsAnother, cancellationToken);

        public override ValueTask<bool> StorePlatformKeySetAsync(
            string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
            => Sets.StorePlatformKeySetAsync(jwksUrl?.TrimEnd('/')!, leaseId, keySet, cancellationToken);
    }

    [Breaks("P1")]
    public sealed class ASetIsFreshForEver(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<bool> StorePlatformKeySetAsync(
            string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
            => Sets.StorePlatformKeySetAsync(
                jwksUrl,
                leaseId,
                keySet?.FreshFor > TimeSpan.Zero ? keySet with { FreshFor = LtiLimits.MaxLifetime } : keySet!,
                cancellationToken);
    }

    [Breaks("P1")]
    public sealed class KnownBytesAreReturnedAgain(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
            => Sets.LeasePlatformKeySetAsync(
                jwksUrl, leaseId, leaseFor, needsAnother ? knownSetId : null, needsAnother, cancellationToken);
    }

    [Breaks("P2")]
    public sealed class ASetThatLacksTheKeyIsFound(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
            => Sets.LeasePlatformKeySetAsync(jwksUrl, leaseId, leaseFor, knownSetId, needsAnother: false, cancellationToken);
    }

    [Breaks("P2")]
    public sealed class AFetchMayFollowAtOnce(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<bool> StorePlatformKeySetAsync(
            string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
            => Sets.StorePlatformKeySetAsync(
                jwksUrl,
                leaseId,
                keySet?.RetryAfter > TimeSpan.Zero ? keySet with { RetryAfter = TimeSpan.Zero } : keySet!,
                cancellationToken);
    }

    [Breaks("P2")]
    public sealed class AFailedFetchIsRepeatedAtOnce(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<bool> ReleasePlatformKeySetAsync(
            string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
            => Sets.ReleasePlatformKeySetAsync(
                jwksUrl, leaseId, retryAfter > TimeSpan.Zero ? TimeSpan.Zero : retryAfter, cancellationToken);
    }

    [Breaks("P3")]
    public sealed class AStaleSetIsLost(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override async ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
        {
            var found = await Sets.LeasePlatformKeySetAsync(jwksUrl, leaseId, leaseFor, knownSetId, needsAnother, cancellationToken);
            return found.Set?.FreshFor == TimeSpan.Zero ? found with { Set = null } : found;
        }
    }

    [Breaks("P3")]
    public sealed class ASetServesTooLong(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<bool> StorePlatformKeySetAsync(
            string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
            => Sets.StorePlatformKeySetAsync(
                jwksUrl,
                leaseId,
                keySet?.UsableFor > TimeSpan.Zero && keySet.UsableFor < LtiLimits.MaxLifetime
                    ? keySet with { UsableFor = keySet.UsableFor + TimeSpan.FromMinutes(1) }
                    : keySet!,
                cancellationToken);
    }

    [Breaks("P3")]
    public sealed class ExpiredSetsAreNotCounted(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => await base.CleanupAsync(cancellationToken) with { PlatformKeySets = 0 };
    }

    [Breaks("P4")]
    public sealed class EachCallerGetsTheLease(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override async ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
        {
            var found = await Sets.LeasePlatformKeySetAsync(jwksUrl, leaseId, leaseFor, knownSetId, needsAnother, cancellationToken);
            return found.Outcome == PlatformKeySetOutcome.LeasedByAnother ? found with { Outcome = PlatformKeySetOutcome.Leased } : found;
        }
    }

    [Breaks("P4")]
    public sealed class TheLeaseOfADeadNodeLastsForEver(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        public override ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
            => Sets.LeasePlatformKeySetAsync(
                jwksUrl,
                leaseId,
                leaseFor > TimeSpan.Zero && leaseFor < TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : leaseFor,
                knownSetId,
                needsAnother,
                cancellationToken);
    }

    [Breaks("P4")]
    public sealed class ALostLeaseStores(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        private readonly ConcurrentDictionary<string, Guid> _holders = new(StringComparer.Ordinal);

        public override async ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
        {
            var found = await Sets.LeasePlatformKeySetAsync(jwksUrl, leaseId, leaseFor, knownSetId, needsAnother, cancellationToken);
            if (found.Outcome == PlatformKeySetOutcome.Leased)
            {
                _holders[jwksUrl] = leaseId;
            }

            return found;
        }

        public override ValueTask<bool> StorePlatformKeySetAsync(
            string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
            => Sets.StorePlatformKeySetAsync(
                jwksUrl,
                leaseId != Guid.Empty && jwksUrl is not null && _holders.TryGetValue(jwksUrl, out var holder) ? holder : leaseId,
                keySet,
                cancellationToken);
    }

    [Breaks("P5")]
    public sealed class ARefusedAnswerRemovesTheSet(ILtiStorage inner) : PlatformKeySetLayer(inner)
    {
        private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);

        public override async ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
            string jwksUrl,
            Guid leaseId,
            TimeSpan leaseFor,
            Guid? knownSetId = null,
            bool needsAnother = false,
            CancellationToken cancellationToken = default)
        {
            var found = await Sets.LeasePlatformKeySetAsync(jwksUrl, leaseId, leaseFor, knownSetId, needsAnother, cancellationToken);
            return jwksUrl is not null && _refused.ContainsKey(jwksUrl) ? found with { Outcome = PlatformKeySetOutcome.Leased, Set = null } : found;
        }

        public override ValueTask<bool> ReleasePlatformKeySetAsync(
            string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
        {
            if (jwksUrl is not null)
            {
                _refused[jwksUrl] = true;
            }

            return Sets.ReleasePlatformKeySetAsync(jwksUrl!, leaseId, retryAfter, cancellationToken);
        }
    }
}
