using System.Collections.Concurrent;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenDeployments
{
    [Breaks("C3")]
    public sealed class AnUpdateOfADeploymentWritesBackWhatItRead(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<LtiDeployment> UpdateDeploymentAsync(ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        {
            var before = await Inner.FindDeploymentAsync(clientKey, id, cancellationToken) ?? throw new LtiNotFoundException(LtiEntity.Deployment, id.Value);
            await _meeting.WaitAsync();
            var after = update.ApplyTo(before);
            return await Inner.UpdateDeploymentAsync(
                clientKey,
                id,
                new DeploymentUpdate { DeploymentId = after.DeploymentId, Name = Whole(after.Name), Description = Whole(after.Description) },
                cancellationToken);
        }

        private static OptionalText Whole(string? text) => text is null ? OptionalText.Clear : OptionalText.Set(text);
    }

    [Breaks("C3", FoundByModel = true)]
    public sealed class ClearingKeeps(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiDeployment> UpdateDeploymentAsync(ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateDeploymentAsync(clientKey, id, update with { Name = update.Name.Value, Description = update.Description.Value }, cancellationToken);
    }

    [Breaks("D1", FoundByModel = true)]
    public sealed class ADuplicateIsHandedOut(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiDeployment> AddDeploymentAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
            => await Inner.FindDeploymentByPlatformIdAsync(clientKey, deployment.DeploymentId, cancellationToken)
                ?? await Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken);
    }

    [Breaks("D1")]
    public sealed class AnIdIsUniqueAmongAllClients(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);

        public override ValueTask<LtiDeployment> AddDeploymentAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
            => _taken.TryAdd(deployment.DeploymentId, value: true)
                ? Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken)
                : throw LtiConflictException.ForDeployment(deployment.DeploymentId);
    }

    [Breaks("D1")]
    public sealed class AddsThatOverlapAllSucceed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<(ClientKey, string), LtiDeployment> _adds = new();

        public override ValueTask<LtiDeployment> AddDeploymentAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
            => _adds.RunAsync((clientKey, deployment.DeploymentId), () => Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken));
    }

    [Breaks("D2")]
    public sealed class EnsuredAfterALook(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<LtiDeployment> EnsureDeploymentAsync(
            ClientKey clientKey, string deploymentId, DeploymentStatus status = DeploymentStatus.Active, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindDeploymentByPlatformIdAsync(clientKey, deploymentId, cancellationToken) is { } found)
            {
                return found;
            }

            await _meeting.WaitAsync();
            return await Inner.AddDeploymentAsync(clientKey, new NewDeployment { DeploymentId = deploymentId, Status = status }, cancellationToken);
        }
    }

    [Breaks("D2", FoundByModel = true)]
    public sealed class EnsuringClearsTheName(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiDeployment> EnsureDeploymentAsync(
            ClientKey clientKey, string deploymentId, DeploymentStatus status = DeploymentStatus.Active, CancellationToken cancellationToken = default)
        {
            var ensured = await Inner.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken);
            return await Inner.UpdateDeploymentAsync(clientKey, ensured.Id, new DeploymentUpdate { Name = OptionalText.Clear }, cancellationToken);
        }
    }

    [Breaks("D6", FoundByModel = true)]
    public sealed class TheExpectedStatusIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiDeployment> UpdateDeploymentAsync(ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateDeploymentAsync(clientKey, id, update with { ExpectedStatus = null }, cancellationToken);
    }

    [Breaks("D6")]
    public sealed class TheExpectedStatusIsReadBeforeTheUpdate(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<LtiDeployment> UpdateDeploymentAsync(ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        {
            if (update.ExpectedStatus is not null && await Inner.FindDeploymentAsync(clientKey, id, cancellationToken) is { } stored)
            {
                _ = update.ApplyTo(stored);
                await _meeting.WaitAsync();
            }

            return await Inner.UpdateDeploymentAsync(clientKey, id, update with { ExpectedStatus = null }, cancellationToken);
        }
    }

    [Breaks("D3")]
    public sealed class WritesThatOverlapDeadlock(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<ClientKey, bool> _written = new();
        private readonly Meeting _meeting = new();

        public override ValueTask<LtiDeployment> EnsureDeploymentAsync(
            ClientKey clientKey, string deploymentId, DeploymentStatus status = DeploymentStatus.Active, CancellationToken cancellationToken = default)
            => WriteAsync(clientKey, () => Inner.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken));

        public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
            => WriteAsync(id, () => Inner.UpdateClientAsync(id, update, cancellationToken));

        private async ValueTask<T> WriteAsync<T>(ClientKey client, Func<ValueTask<T>> write)
        {
            _meeting.Arrive();
            if (!_written.TryAdd(client, value: true))
            {
                throw new LtiStorageUnavailableException("Deadlock detected.", LtiWorkOutcome.NotApplied);
            }

            await _meeting.WaitAsync();
            try
            {
                return await write();
            }
            finally
            {
                _written.TryRemove(client, out _);
            }
        }
    }

    [Breaks("D4")]
    public sealed class FoundThroughAnyClient(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<DeploymentKey, ClientKey> _owners = new();

        public override async ValueTask<LtiDeployment> AddDeploymentAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        {
            var added = await Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken);
            _owners[added.Id] = clientKey;
            return added;
        }

        public override ValueTask<LtiDeployment?> FindDeploymentAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
            => Inner.FindDeploymentAsync(_owners.GetValueOrDefault(id, clientKey), id, cancellationToken);
    }

    [Breaks("D4", FoundByModel = true)]
    public sealed class DeletedThroughAnyClient(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<DeploymentKey, ClientKey> _owners = new();

        public override async ValueTask<LtiDeployment> AddDeploymentAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        {
            var added = await Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken);
            _owners[added.Id] = clientKey;
            return added;
        }

        public override ValueTask<bool> DeleteDeploymentAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
            => Inner.DeleteDeploymentAsync(_owners.GetValueOrDefault(id, clientKey), id, cancellationToken);
    }

    [Breaks("D1", By = typeof(DeploymentConformance))]
    public sealed class TheStatusOfANewDeploymentIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiDeployment> AddDeploymentAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
            => Inner.AddDeploymentAsync(clientKey, deployment with { Status = DeploymentStatus.Active }, cancellationToken);
    }

    [Breaks("D2", By = typeof(DeploymentConformance))]
    public sealed class TheStatusOfAnEnsuredDeploymentIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiDeployment> EnsureDeploymentAsync(
            ClientKey clientKey, string deploymentId, DeploymentStatus status = DeploymentStatus.Active, CancellationToken cancellationToken = default)
            => Inner.EnsureDeploymentAsync(clientKey, deploymentId, DeploymentStatus.Active, cancellationToken);
    }

    [Breaks("C3", By = typeof(DeploymentConformance))]
    public sealed class TheStatusOfAnUpdateIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiDeployment> UpdateDeploymentAsync(ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateDeploymentAsync(clientKey, id, update with { Status = null }, cancellationToken);
    }
}
