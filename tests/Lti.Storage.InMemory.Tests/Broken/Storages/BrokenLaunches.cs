using System.Collections.Concurrent;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenLaunches
{
    [Breaks("L5", FoundByModel = true)]
    public sealed class AConflictLeavesTheNonceUsed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var outcome = await Inner.ConsumeNonceAsync(nonce, cancellationToken);
            if (outcome == NonceOutcome.Consumed)
            {
                await Inner.AddSessionAsync(session, lifetime, cancellationToken);
            }

            return outcome;
        }
    }

    [Breaks("L5", FoundByModel = true)]
    public sealed class ABadNonceLeavesTheSession(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            await Inner.AddSessionAsync(session, lifetime, cancellationToken);
            return await Inner.ConsumeNonceAsync(nonce, cancellationToken);
        }
    }

    [Breaks("L5")]
    public sealed class TheSessionIsLookedAtFirst(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => await Inner.FindSessionAsync(session.Id, cancellationToken) is null
                ? await Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken)
                : throw LtiConflictException.ForSession(session.Id);
    }

    [Breaks("L5")]
    public sealed class TheLifetimeIsForgotten(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.CompleteLaunchAsync(nonce, session, lifetime: null, cancellationToken);
    }

    [Breaks("L5")]
    public sealed class LaunchesThatOverlapAllWin(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<string, NonceOutcome> _launches = new();

        public override ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => _launches.RunAsync(nonce, () => Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken));
    }

    [Breaks("L1", FoundByModel = true)]
    public sealed class EveryMatchIsCalledFound(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchAsync(key, cancellationToken) is { IsFound: true } found
                ? LtiLaunch.Decide(found.Client, found.Deployment, byDefault: null)
                : await Inner.FindLaunchAsync(key, cancellationToken);
    }

    [Breaks("L1")]
    public sealed class TheIdAskedForIsTheAnswer(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        {
            var found = await Inner.FindLaunchAsync(key, cancellationToken);
            return found.Outcome == LaunchOutcome.FoundThroughDefault
                ? LtiLaunch.Decide(found.Client, exact: null, found.Deployment! with { DeploymentId = key.DeploymentId })
                : found;
        }
    }

    [Breaks("L1")]
    public sealed class TheFallbackCannotBeTurnedOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchAsync(key, cancellationToken) is { Outcome: not LaunchOutcome.UnknownDeployment } found
                ? found
                : await DefaultAsync(Inner, key, cancellationToken);
    }

    [Breaks("L1", FoundByModel = true)]
    public sealed class DefaultWinsOverAnExactMatch(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => key.DeploymentId != LtiDeployment.DefaultDeploymentId
                && await DefaultAsync(Inner, key, cancellationToken) is { IsFound: true } byDefault
                ? byDefault
                : await Inner.FindLaunchAsync(key, cancellationToken);
    }

    [Breaks("L7", FoundByModel = true)]
    public sealed class APendingDeploymentFallsBackToDefault(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        {
            var found = await Inner.FindLaunchAsync(key, cancellationToken);
            return found.Outcome == LaunchOutcome.DeploymentPending && key.DeploymentId != LtiDeployment.DefaultDeploymentId
                && await DefaultAsync(Inner, key, cancellationToken) is { IsFound: true } byDefault
                ? byDefault
                : found;
        }
    }

    [Breaks("L7", FoundByModel = true)]
    public sealed class ADisabledDefaultAnswersAsDisabled(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        {
            var found = await Inner.FindLaunchAsync(key, cancellationToken);
            return found.Outcome == LaunchOutcome.UnknownDeployment
                ? await Inner.FindLaunchAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, cancellationToken)
                : found;
        }
    }

    [Breaks("L6", FoundByModel = true)]
    public sealed class ADisabledClientIsUnknown(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchAsync(key, cancellationToken) is { Outcome: not LaunchOutcome.ClientDisabled } found
                ? found
                : LtiLaunch.Decide(client: null, exact: null, byDefault: null);
    }

    [Breaks("L6", FoundByModel = true)]
    public sealed class ADisabledClientLaunches(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchAsync(key, cancellationToken) is { Outcome: LaunchOutcome.ClientDisabled } found
                ? LtiLaunch.Decide(found.Client! with { IsEnabled = true }, found.Deployment, byDefault: null)
                : await Inner.FindLaunchAsync(key, cancellationToken);
    }

    [Breaks("L3", FoundByModel = true)]
    public sealed class WhatWasFoundIsCached(ILtiStorage inner) : CachingOutcomes(inner, LaunchOutcome.Found);

    [Breaks("L3", FoundByModel = true)]
    public sealed class WhatDefaultAnsweredIsCached(ILtiStorage inner) : CachingOutcomes(inner, LaunchOutcome.FoundThroughDefault);

    [Breaks("L3", FoundByModel = true)]
    public sealed class WhatWasNotFoundIsCached(ILtiStorage inner)
        : CachingOutcomes(inner, LaunchOutcome.UnknownClient, LaunchOutcome.UnknownDeployment);

    [Breaks("L6", FoundByModel = true)]
    public sealed class WhatWasRefusedIsCached(ILtiStorage inner)
        : CachingOutcomes(inner, LaunchOutcome.ClientDisabled, LaunchOutcome.DeploymentPending, LaunchOutcome.DeploymentDisabled);

    [Breaks("L8", FoundByModel = true)]
    public sealed class SavingKeepsTheOldEndpoints(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key,
            LtiEndpoints endpoints,
            ExistingEndpoints existing = ExistingEndpoints.Refuse,
            CancellationToken cancellationToken = default)
            => await Inner.FindClientAsync(key.Issuer, key.ClientId, cancellationToken) is { } known && existing == ExistingEndpoints.Replace
                ? await Inner.SaveLaunchConfigAsync(key, known.Endpoints, existing, cancellationToken)
                : await Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken);
    }

    [Breaks("L8", FoundByModel = true)]
    public sealed class SavingAlwaysReplaces(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key,
            LtiEndpoints endpoints,
            ExistingEndpoints existing = ExistingEndpoints.Refuse,
            CancellationToken cancellationToken = default)
            => Inner.SaveLaunchConfigAsync(key, endpoints, ExistingEndpoints.Replace, cancellationToken);
    }

    [Breaks("L8")]
    public sealed class SavingIgnoresTheTokenAudience(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key,
            LtiEndpoints endpoints,
            ExistingEndpoints existing = ExistingEndpoints.Refuse,
            CancellationToken cancellationToken = default)
        {
            var known = await Inner.FindClientAsync(key.Issuer, key.ClientId, cancellationToken);
            return await Inner.SaveLaunchConfigAsync(
                key, known is null ? endpoints : endpoints with { TokenAudience = known.Endpoints.TokenAudience }, existing, cancellationToken);
        }
    }

    [Breaks("L8")]
    public sealed class SavingApprovesTheDeployment(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key,
            LtiEndpoints endpoints,
            ExistingEndpoints existing = ExistingEndpoints.Refuse,
            CancellationToken cancellationToken = default)
        {
            var saved = await Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken);
            await Inner.UpdateDeploymentAsync(
                saved.Config.ClientKey,
                saved.Config.DeploymentKey,
                new DeploymentUpdate { Status = DeploymentStatus.Active },
                cancellationToken);
            return saved;
        }
    }

    [Breaks("L4")]
    public sealed class SavingRenamesTheClient(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key,
            LtiEndpoints endpoints,
            ExistingEndpoints existing = ExistingEndpoints.Refuse,
            CancellationToken cancellationToken = default)
        {
            var saved = await Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken);
            await Inner.UpdateClientAsync(saved.Config.ClientKey, new ClientUpdate { Name = key.Issuer }, cancellationToken);
            return saved;
        }
    }

    [Breaks("L4", FoundByHistories = true)]
    public sealed class SavedInTwoSteps(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key,
            LtiEndpoints endpoints,
            ExistingEndpoints existing = ExistingEndpoints.Refuse,
            CancellationToken cancellationToken = default)
        {
            if (await Inner.FindClientAsync(key.Issuer, key.ClientId, cancellationToken) is null)
            {
                await _meeting.WaitAsync();
                await Inner.AddClientAsync(new NewClient { Name = key.Issuer, Issuer = key.Issuer, ClientId = key.ClientId, Endpoints = endpoints }, cancellationToken);
                await _meeting.WaitAsync();
            }

            return await Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken);
        }
    }

    [Breaks("L6", By = typeof(LaunchOutcomeConformance))]
    public sealed class APendingDeploymentLaunches(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchAsync(key, cancellationToken) is { Outcome: LaunchOutcome.DeploymentPending } pending
                ? LtiLaunch.Decide(pending.Client, pending.Deployment! with { Status = DeploymentStatus.Active }, byDefault: null)
                : await Inner.FindLaunchAsync(key, cancellationToken);
    }

    [Breaks("L8", By = typeof(LaunchOutcomeConformance))]
    public sealed class EverySaveTellsThatItCreated(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing = ExistingEndpoints.Refuse, CancellationToken cancellationToken = default)
            => await Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken) with { Outcome = SaveOutcome.Created };
    }

    /// <summary>Finds a launch of the default deployment as the fallback would.</summary>
    private static async ValueTask<LtiLaunch> DefaultAsync(ILtiStorage inner, LaunchKey key, CancellationToken cancellationToken)
    {
        var found = await inner.FindLaunchAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, cancellationToken);
        return LtiLaunch.Decide(found.Client, exact: null, found.Deployment);
    }

    /// <summary>Never forgets answers with some outcomes.</summary>
    public abstract class CachingOutcomes(ILtiStorage inner, params LaunchOutcome[] outcomes) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<LaunchKey, LtiLaunch> _found = new();

        public override async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        {
            if (_found.TryGetValue(key, out var cached))
            {
                return cached;
            }

            var found = await Inner.FindLaunchAsync(key, cancellationToken);
            return outcomes.Contains(found.Outcome) ? _found[key] = found : found;
        }
    }
}
