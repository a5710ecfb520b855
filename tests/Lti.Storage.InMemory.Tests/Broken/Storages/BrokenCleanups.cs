using System.Collections.Concurrent;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenCleanups
{
    [Breaks("K1", FoundByModel = true)]
    public sealed class TheCountIsOffByOne(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => await Inner.CleanupAsync(cancellationToken) is var result && result.Nonces > 1 ? result with { Nonces = result.Nonces - 1 } : result;
    }

    [Breaks("K1")]
    public sealed class LiveSessionsGoToo(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, bool> _added = new();

        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            _added[session.Id] = true;
            return Inner.AddSessionAsync(session, lifetime, cancellationToken);
        }

        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            var result = await Inner.CleanupAsync(cancellationToken);
            foreach (var id in _added.Keys)
            {
                await Inner.DeleteSessionAsync(id, cancellationToken);
            }

            return result;
        }
    }

    [Breaks("K1")]
    public sealed class UsedNoncesGoToo(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private volatile bool _swept;

        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            _swept = true;
            return await Inner.CleanupAsync(cancellationToken);
        }

        public override async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => await Inner.ConsumeNonceAsync(nonce, cancellationToken) is var outcome && outcome == NonceOutcome.AlreadyUsed && _swept
                ? NonceOutcome.Unknown
                : outcome;
    }

    [Breaks("K2")]
    public sealed class RunsThatOverlapCountTheSameEntries(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<string, CleanupResult> _runs = new();

        public override ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => _runs.RunAsync("", () => Inner.CleanupAsync(cancellationToken));
    }

    [Breaks("K2")]
    public sealed class ASecondRunIsRefused(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();
        private int _running;

        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _running) > 1)
            {
                _meeting.Arrive();
                throw new LtiStorageUnavailableException("A cleanup is running.", LtiWorkOutcome.NotApplied);
            }

            await _meeting.WaitAsync();
            var result = await Inner.CleanupAsync(cancellationToken);
            Interlocked.Exchange(ref _running, 0);
            return result;
        }
    }

    [Breaks("K2")]
    public sealed class LaunchesFailMeanwhile(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();
        private int _running;

        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _running);
            await _meeting.WaitAsync();
            var result = await Inner.CleanupAsync(cancellationToken);
            Interlocked.Decrement(ref _running);
            return result;
        }

        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            _meeting.Arrive();
            return Volatile.Read(ref _running) == 0
                ? Inner.StoreNonceAsync(nonce, lifetime, cancellationToken)
                : throw new LtiStorageUnavailableException("A cleanup has the table.", LtiWorkOutcome.NotApplied);
        }
    }

    [Breaks("K3")]
    public sealed class CancelledBeforeItAnswersZero(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => cancellationToken.IsCancellationRequested
                ? new(new CleanupResult { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = false })
                : Inner.CleanupAsync(cancellationToken);
    }

    [Breaks("K3")]
    public sealed class CancelledMeanwhileItForgetsItsCounts(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            var result = await Inner.CleanupAsync(cancellationToken);
            await Patience.UntilAsync(() => cancellationToken.IsCancellationRequested);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
    }

    [Breaks("K1", By = typeof(CleanupConformance))]
    public sealed class LiveSessionsWithoutAUserGoToo(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, bool> _anonymous = new();

        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            if (session.User.Id is null)
            {
                _anonymous[session.Id] = true;
            }

            return Inner.AddSessionAsync(session, lifetime, cancellationToken);
        }

        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            foreach (var id in _anonymous.Keys)
            {
                await Inner.DeleteSessionAsync(id, cancellationToken);
            }

            return await Inner.CleanupAsync(cancellationToken);
        }
    }

    [Breaks("K1", By = typeof(CleanupConformance))]
    public sealed class LiveLoginsGoToo(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, bool> _nonces = new(StringComparer.Ordinal);

        public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            _nonces[login.Nonce] = true;
            return Inner.BeginLoginAsync(login, lifetime, cancellationToken);
        }

        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            foreach (var nonce in _nonces.Keys)
            {
                await Inner.ConsumeNonceAsync(nonce, cancellationToken);
            }

            return await Inner.CleanupAsync(cancellationToken);
        }
    }

    [Breaks("K2", By = typeof(CleanupConformance))]
    public sealed class CountsOfNoncesEndAt1000(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => await Inner.CleanupAsync(cancellationToken) is var result ? result with { Nonces = Math.Min(1000, result.Nonces) } : result;
    }

    [Breaks("K2", By = typeof(CleanupConformance))]
    public sealed class CountsOfSessionsEndAtABatch(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => await Inner.CleanupAsync(cancellationToken) is var result ? result with { Sessions = Math.Min(10, result.Sessions) } : result;
    }
}
