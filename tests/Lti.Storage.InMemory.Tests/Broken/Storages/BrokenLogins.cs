using System.Collections.Concurrent;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenLogins
{
    [Breaks("G1", FoundByModel = true)]
    public sealed class ALoginStoresNoNonce(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.BeginLoginAsync(login with { Nonce = login.Nonce + "-other" }, lifetime, cancellationToken);
    }

    [Breaks("G1", FoundByModel = true)]
    public sealed class AConflictingStateLeavesTheNonce(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                await Inner.BeginLoginAsync(login, lifetime, cancellationToken);
            }
            catch (LtiConflictException e) when (e.Entity == LtiEntity.Login)
            {
                await Inner.ClaimNonceAsync(login.Nonce, lifetime, cancellationToken);
                throw;
            }
        }
    }

    [Breaks("G2")]
    public sealed class TheTargetIsForgotten(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
            => await Inner.FindLoginAsync(state, cancellationToken) is { } found ? found with { TargetLinkUri = null } : null;
    }

    [Breaks("G2")]
    public sealed class AStateIsTrimmed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
            => Inner.FindLoginAsync(state.Trim(), cancellationToken);
    }

    [Breaks("G2", FoundByModel = true)]
    public sealed class AUsedLoginIsStillFound(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, LtiLogin> _found = new(StringComparer.Ordinal);

        public override async ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
            => await Inner.FindLoginAsync(state, cancellationToken) is { } found
                ? _found[state] = found
                : _found.GetValueOrDefault(state);
    }

    [Breaks("G3", FoundByModel = true)]
    public sealed class TheStateIsNotCompared(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<NonceOutcome> CompleteLaunchAsync(
            LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.CompleteLaunchAsync(login.Nonce, session, lifetime, cancellationToken);
    }

    [Breaks("G3", FoundByModel = true)]
    public sealed class AConflictLeavesTheLoginUsed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.CompleteLaunchAsync(login, session, lifetime, cancellationToken);
            }
            catch (LtiConflictException)
            {
                await Inner.ConsumeNonceAsync(login.Nonce, cancellationToken);
                throw;
            }
        }
    }

    [Breaks("G3")]
    public sealed class LaunchesThatOverlapAllWin(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<string, NonceOutcome> _launches = new();

        public override ValueTask<NonceOutcome> CompleteLaunchAsync(
            LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => _launches.RunAsync(login.State, () => Inner.CompleteLaunchAsync(login, session, lifetime, cancellationToken));
    }

    [Breaks("C7")]
    public sealed class AnEmptyClientIdIsUnknown(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<ResolvedLogin> ResolveLoginAsync(
            string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
            => clientId?.Length == 0
                ? new ResolvedLogin(LoginOutcome.UnknownClient, Client: null)
                : await Inner.ResolveLoginAsync(issuer, clientId, deploymentId, cancellationToken);
    }

    [Breaks("C7")]
    public sealed class TheFirstOfManyClientsIsTaken(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<ResolvedLogin> ResolveLoginAsync(
            string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
            => await Inner.ResolveLoginAsync(issuer, clientId, deploymentId, cancellationToken) is { Outcome: not LoginOutcome.Ambiguous } resolved
                ? resolved
                : new ResolvedLogin(LoginOutcome.Found, (await Inner.FindClientsAsync(issuer, cancellationToken: cancellationToken))[0]);
    }

    [Breaks("G4", FoundByModel = true)]
    public sealed class AnExpiredLoginIsFound(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, (LtiLogin Login, DateTimeOffset ExpiresAt)> _begun = new(StringComparer.Ordinal);

        public override async ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            await Inner.BeginLoginAsync(login, lifetime, cancellationToken);
            _begun[login.State] = (login, clock.GetUtcNow() + (lifetime ?? TimeSpan.FromMinutes(10)));
        }

        public override async ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
            => _begun.TryGetValue(state, out var begun) && begun.ExpiresAt <= clock.GetUtcNow()
                ? begun.Login
                : await Inner.FindLoginAsync(state, cancellationToken);
    }

    [Breaks("C6", FoundByModel = true)]
    public sealed class AnUnknownClientStaysUnknown(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<(string, string), bool> _unknown = new();

        public override async ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
        {
            if (_unknown.ContainsKey((issuer, clientId)))
            {
                return null;
            }

            var found = await Inner.FindClientAsync(issuer, clientId, cancellationToken);
            if (found is null)
            {
                _unknown[(issuer, clientId)] = true;
            }

            return found;
        }
    }

    [Breaks("C2")]
    public sealed class DeploymentsOfOtherIssuersCount(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
            string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => await Inner.FindClientsAsync(issuer, cancellationToken: cancellationToken) is [_, ..] all && deploymentId is not null
                ? [.. all.Take(1)]
                : await Inner.FindClientsAsync(issuer, deploymentId, cancellationToken);
    }

    [Breaks("D5", FoundByModel = true)]
    public sealed class TheStatusIsNotFiltered(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
            ClientKey clientKey, DeploymentKey? after = null, DeploymentStatus? status = null, CancellationToken cancellationToken = default)
            => Inner.ListDeploymentsAsync(clientKey, after, status: null, cancellationToken);
    }

    [Breaks("D2", FoundByModel = true)]
    public sealed class EnsuringSetsTheStatus(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiDeployment> EnsureDeploymentAsync(
            ClientKey clientKey, string deploymentId, DeploymentStatus status = DeploymentStatus.Active, CancellationToken cancellationToken = default)
        {
            var ensured = await Inner.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken);
            return await Inner.UpdateDeploymentAsync(clientKey, ensured.Id, new DeploymentUpdate { Status = status }, cancellationToken);
        }
    }

    [Breaks("G2", By = typeof(LoginConformance))]
    public sealed class AFoundLoginHasTheClientOfTheFirst(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private string? _clientId;

        public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            Interlocked.CompareExchange(ref _clientId, login.ClientId, comparand: null);
            return Inner.BeginLoginAsync(login, lifetime, cancellationToken);
        }

        public override async ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
            => await Inner.FindLoginAsync(state, cancellationToken) is { } found ? found with { ClientId = _clientId ?? found.ClientId } : null;
    }

    [Breaks("G3", By = typeof(LoginConformance))]
    public sealed class ALoginIsTakenTwice(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);

        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var outcome = await Inner.CompleteLaunchAsync(login, session, lifetime, cancellationToken);
            if (outcome != NonceOutcome.AlreadyUsed || !_taken.TryAdd(login.State, value: true))
            {
                return outcome;
            }

            await Inner.AddSessionAsync(session, lifetime, cancellationToken);
            return NonceOutcome.Consumed;
        }
    }

    [Breaks("C7", By = typeof(LoginResolutionConformance))]
    public sealed class ADisabledClientIsResolvedAsFound(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<ResolvedLogin> ResolveLoginAsync(
            string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
            => await Inner.ResolveLoginAsync(issuer, clientId, deploymentId, cancellationToken) is { Outcome: not LoginOutcome.Disabled } resolved
                ? resolved
                : new ResolvedLogin(LoginOutcome.Found, (await Inner.FindClientsAsync(issuer, cancellationToken: cancellationToken))[0]);
    }
}
