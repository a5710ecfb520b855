using System.Runtime.CompilerServices;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rule about cancellation (E5).</summary>
internal static class BrokenCancellation
{
    [Breaks("E5")]
    public sealed class TheTokenIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => Inner.ConsumeNonceAsync(nonce, CancellationToken.None);
    }

    [Breaks("E5")]
    public sealed class TheTokenIsLookedAtAfterwards(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> DeleteDeploymentAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        {
            var deleted = await Inner.DeleteDeploymentAsync(clientKey, id, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return deleted;
        }
    }

    [Breaks("E5")]
    public sealed class ARenewalIsDoneAllTheSame(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var renewed = await Inner.RenewSessionAsync(id, lifetime, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return renewed;
        }
    }

    [Breaks("E5")]
    public sealed class AListingOfClientsCannotBeStopped(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await foreach (var client in Inner.ListClientsAsync(after, CancellationToken.None))
            {
                yield return client;
            }
        }
    }

    [Breaks("E5")]
    public sealed class AListingOfSessionsCannotBeStopped(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<SessionSummary> ListSessionsAsync(
            SessionFilter filter, Guid? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await foreach (var session in Inner.ListSessionsAsync(filter, after, CancellationToken.None))
            {
                yield return session;
            }
        }
    }

    [Breaks("E5")]
    public sealed class AConsumeIsCutOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => CutOffAfterAsync(Inner.ConsumeNonceAsync(nonce, cancellationToken), cancellationToken);
    }

    [Breaks("E5")]
    public sealed class AClaimIsCutOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => CutOffAfterAsync(Inner.ClaimNonceAsync(nonce, lifetime, cancellationToken), cancellationToken);
    }

    [Breaks("E5")]
    public sealed class ALaunchIsCutOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => CutOffAfterAsync(Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken), cancellationToken);
    }

    [Breaks("E5")]
    public sealed class ARegistrationIsCutOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => CutOffAfterAsync(Inner.ConsumeRegistrationSessionAsync(id, cancellationToken), cancellationToken);
    }

    /// <summary>Cancels a call after its work and before its answer.</summary>
    private static async ValueTask<T> CutOffAfterAsync<T>(ValueTask<T> call, CancellationToken cancellationToken)
    {
        var answer = await call;
        await Patience.UntilAsync(() => cancellationToken.IsCancellationRequested);
        cancellationToken.ThrowIfCancellationRequested();
        return answer;
    }
}
