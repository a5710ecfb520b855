using System.Collections.Concurrent;

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
    public sealed class EveryMatchIsCalledExact(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchConfigAsync(key, cancellationToken) is { } config ? config with { Match = LaunchConfigMatch.Exact } : null;
    }

    [Breaks("L1")]
    public sealed class TheIdAskedForIsTheAnswer(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchConfigAsync(key, cancellationToken) is { } config ? config with { DeploymentId = key.DeploymentId } : null;
    }

    [Breaks("L1")]
    public sealed class TheFallbackCannotBeTurnedOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchConfigAsync(key, cancellationToken)
                ?? await Inner.FindLaunchConfigAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, cancellationToken);
    }

    [Breaks("L1")]
    public sealed class DefaultWinsOverAnExactMatch(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => await Inner.FindLaunchConfigAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, cancellationToken) is { } byDefault
                ? byDefault with { Match = key.DeploymentId == byDefault.DeploymentId ? LaunchConfigMatch.Exact : LaunchConfigMatch.Default }
                : await Inner.FindLaunchConfigAsync(key, cancellationToken);
    }

    [Breaks("L3", FoundByModel = true)]
    public sealed class WhatWasFoundIsCached(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<LaunchKey, LtiLaunchConfig> _found = new();

        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => _found.TryGetValue(key, out var cached) ? cached
                : await Inner.FindLaunchConfigAsync(key, cancellationToken) is { Match: LaunchConfigMatch.Exact } exact ? _found[key] = exact
                : await Inner.FindLaunchConfigAsync(key, cancellationToken);
    }

    [Breaks("L3", FoundByModel = true)]
    public sealed class WhatDefaultAnsweredIsCached(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<LaunchKey, LtiLaunchConfig> _found = new();

        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => _found.TryGetValue(key, out var cached) ? cached
                : await Inner.FindLaunchConfigAsync(key, cancellationToken) is { Match: LaunchConfigMatch.Default } byDefault ? _found[key] = byDefault
                : await Inner.FindLaunchConfigAsync(key, cancellationToken);
    }

    [Breaks("L3", FoundByModel = true)]
    public sealed class WhatWasNotFoundIsCached(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<LaunchKey, bool> _absent = new();

        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
        {
            if (_absent.ContainsKey(key))
            {
                return null;
            }

            var found = await Inner.FindLaunchConfigAsync(key, cancellationToken);
            if (found is null)
            {
                _absent[key] = true;
            }

            return found;
        }
    }

    [Breaks("L4", FoundByModel = true)]
    public sealed class SavingKeepsTheOldEndpoints(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken = default)
            => await Inner.FindClientsAsync(key.Issuer, key.ClientId, cancellationToken) is [var known]
                ? (await Inner.SaveLaunchConfigAsync(key, known.Endpoints, cancellationToken: cancellationToken)).Config
                : (await Inner.SaveLaunchConfigAsync(key, endpoints, cancellationToken: cancellationToken)).Config;
    }

    [Breaks("L4")]
    public sealed class SavingRenamesTheClient(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken = default)
        {
            var saved = (await Inner.SaveLaunchConfigAsync(key, endpoints, cancellationToken: cancellationToken)).Config;
            await Inner.UpdateClientAsync(saved.ClientKey, new ClientUpdate { Name = key.Issuer }, cancellationToken);
            return saved;
        }
    }

    [Breaks("L4", FoundByHistories = true)]
    public sealed class SavedInTwoSteps(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindClientsAsync(key.Issuer, key.ClientId, cancellationToken) is [])
            {
                await _meeting.WaitAsync();
                await Inner.AddClientAsync(new NewClient { Name = key.Issuer, Issuer = key.Issuer, ClientId = key.ClientId, Endpoints = endpoints }, cancellationToken);
                await _meeting.WaitAsync();
            }

            return (await Inner.SaveLaunchConfigAsync(key, endpoints, cancellationToken: cancellationToken)).Config;
        }
    }
}
