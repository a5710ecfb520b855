using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Lti.Storage.InMemory.Internal;

/// <summary>
/// Clients and deployments, and the indexes over them. A find is O(1); a change is O(log n), and O(deployments) where it touches a whole client.
/// Every read sees all indexes as they were at one moment.
/// </summary>
internal sealed class ClientRegistry
{
    private readonly SequenceLock _lock = new();
    private readonly ConcurrentDictionary<Guid, RegisteredClient> _clients = new();
    private readonly ConcurrentDictionary<string, ImmutableSortedDictionary<string, Guid>> _idsByIssuer = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<LaunchKey, LtiLaunchConfig> _configs = new();
    private ImmutableSortedSet<Guid> _ids = [];

    /// <summary>Runs a change. It has to refuse what it refuses before its first <c>Set</c>.</summary>
    public T Write<T>(Func<T> change) => _lock.Write(change);

    public RegisteredClient? Find(Guid id) => _lock.Read((this, id), static s => s.Item1._clients.GetValueOrDefault(s.id));

    public RegisteredClient Get(Guid id) => Find(id) ?? throw new LtiNotFoundException(LtiEntity.Client, id);

    public IReadOnlyList<LtiClient> Find(string issuer, string? clientId) => _lock.Read((this, issuer, clientId), static s =>
    {
        var (registry, issuer, clientId) = s;
        IEnumerable<Guid> ids = registry._idsByIssuer.GetValueOrDefault(issuer) is not { } clients ? []
            : clientId is null ? clients.Values.Order()
            : clients.TryGetValue(clientId, out var id) ? [id]
            : [];
        return Array.AsReadOnly([.. ids.Select(id => registry._clients.GetValueOrDefault(id)?.Client).OfType<LtiClient>()]);
    });

    public LtiDeployment? Find(Guid ltiClientId, string deploymentId) => _lock.Read((this, ltiClientId, deploymentId), static s =>
    {
        var (registry, ltiClientId, deploymentId) = s;
        return registry._clients.TryGetValue(ltiClientId, out var client) && registry._configs.TryGetValue(client.Key(deploymentId), out var config)
            ? client.Deployments.Find(config.LtiDeploymentId)
            : null;
    });

    public LtiLaunchConfig? FindConfig(LaunchKey key, bool useDefault) => _lock.Read((this, key, useDefault), static s =>
    {
        var (registry, key, useDefault) = s;
        return registry._configs.TryGetValue(key, out var exact) ? exact
            : useDefault && registry._configs.TryGetValue(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, out var byDefault)
                ? byDefault with { Match = LaunchConfigMatch.Default }
            : null;
    });

    /// <summary>All ids, sorted, as they are now.</summary>
    public ImmutableSortedSet<Guid> Ids() => _lock.Read(this, static registry => registry._ids);

    /// <summary>Adds, replaces or removes a client with all of its deployments. Within <see cref="Write{T}"/>.</summary>
    public void Set(RegisteredClient? before, RegisteredClient? after)
    {
        if (before is { Client: var old })
        {
            _clients.TryRemove(old.Id, out _);
            _ids = _ids.Remove(old.Id);
            SetIdsOfIssuer(old.Issuer, ids => ids.Remove(old.ClientId));
            foreach (var deployment in before.Deployments.All)
            {
                _configs.TryRemove(before.Key(deployment.DeploymentId), out _);
            }
        }

        if (after is { Client: var client })
        {
            _clients[client.Id] = after;
            _ids = _ids.Add(client.Id);
            SetIdsOfIssuer(client.Issuer, ids => ids.Add(client.ClientId, client.Id));
            foreach (var deployment in after.Deployments.All)
            {
                _configs[after.Key(deployment.DeploymentId)] = after.Config(deployment);
            }
        }
    }

    /// <summary>Adds, replaces or removes one deployment. Within <see cref="Write{T}"/>.</summary>
    public void Set(RegisteredClient client, LtiDeployment? before, LtiDeployment? after)
    {
        var deployments = client.Deployments;
        if (before is not null)
        {
            deployments = deployments.Remove(before.Id);
            _configs.TryRemove(client.Key(before.DeploymentId), out _);
        }

        if (after is not null)
        {
            deployments = deployments.Add(after);
            _configs[client.Key(after.DeploymentId)] = client.Config(after);
        }

        _clients[client.Client.Id] = client with { Deployments = deployments };
    }

    private void SetIdsOfIssuer(string issuer, Func<ImmutableSortedDictionary<string, Guid>, ImmutableSortedDictionary<string, Guid>> change)
    {
        var ids = change(_idsByIssuer.GetValueOrDefault(issuer) ?? ImmutableSortedDictionary.Create<string, Guid>(StringComparer.Ordinal));
        if (ids.IsEmpty)
        {
            _idsByIssuer.TryRemove(issuer, out _);
        }
        else
        {
            _idsByIssuer[issuer] = ids;
        }
    }
}
