namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores clients and their deployments by id and by issuer and client id. Not thread-safe.</summary>
internal sealed class ClientTable
{
    private readonly ById<StoredClient> _clients = new();
    private readonly Dictionary<string, Dictionary<string, StoredClient>> _byIssuer = new(StringComparer.Ordinal);

    public StoredClient? Find(ClientKey id) => _clients.Find(id.Value);

    public StoredClient Get(ClientKey id) => Find(id) ?? throw new LtiNotFoundException(LtiEntity.Client, id.Value);

    public StoredClient? Find(string issuer, string clientId) => _byIssuer.GetValueOrDefault(issuer)?.GetValueOrDefault(clientId);

    /// <summary>Finds the clients of an issuer, or those of them that have a deployment.</summary>
    public IReadOnlyList<LtiClient> FindAll(string issuer, string? deploymentId) => _byIssuer.TryGetValue(issuer, out var clients)
        ? Array.AsReadOnly([.. clients.Values
            .Where(found => deploymentId is null || found.Find(deploymentId) is not null)
            .Select(static found => found.Client)
            .OrderBy(static client => client.Id.Value)])
        : [];

    public IEnumerable<LtiClient> After(ClientKey? id) => _clients.After(id?.Value).Select(static found => found.Client);

    public StoredClient Add(NewClient client, DateTimeOffset now)
    {
        RequireFree(client.Issuer, client.ClientId, id: null);
        var added = new StoredClient(new LtiClient
        {
            Id = new(Guid.CreateVersion7(now)),
            Name = client.Name,
            Issuer = client.Issuer,
            ClientId = client.ClientId,
            Endpoints = client.Endpoints,
            IsEnabled = client.IsEnabled,
        });
        _clients.Set(added.Client.Id.Value, added);
        Index(added);
        return added;
    }

    /// <summary>Creates the client and the deployment of a key where they are absent (rules L4 and L8).</summary>
    public SavedLaunchConfig Save(LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, DateTimeOffset now)
    {
        if (Find(key.Issuer, key.ClientId) is not { } client)
        {
            client = Add(new NewClient { Name = key.Issuer, Issuer = key.Issuer, ClientId = key.ClientId, Endpoints = endpoints }, now);
            return client.Save(SaveOutcome.Created, key.DeploymentId, now);
        }

        var differences = client.Client.Endpoints.DifferencesFrom(endpoints);
        if (differences.Count == 0)
        {
            return client.Save(
                client.Find(key.DeploymentId) is null ? SaveOutcome.DeploymentCreated : SaveOutcome.Unchanged, key.DeploymentId, now);
        }

        if (existing != ExistingEndpoints.Replace)
        {
            throw LtiConflictException.ForEndpoints(key.Issuer, key.ClientId, differences);
        }

        client.Client = client.Client with { Endpoints = endpoints };
        return client.Save(SaveOutcome.Replaced, key.DeploymentId, now);
    }

    public LtiClient Update(ClientKey id, ClientUpdate update)
    {
        var stored = Get(id);
        var after = update.ApplyTo(stored.Client);
        RequireFree(after.Issuer, after.ClientId, id);
        Unindex(stored.Client);
        stored.Client = after;
        Index(stored);
        return after;
    }

    public bool Remove(ClientKey id)
    {
        if (Find(id) is not { Client: var client })
        {
            return false;
        }

        _clients.Remove(id.Value);
        Unindex(client);
        return true;
    }

    private void RequireFree(string issuer, string clientId, ClientKey? id)
    {
        if (Find(issuer, clientId) is { } other && other.Client.Id != id)
        {
            throw LtiConflictException.ForClient(issuer, clientId);
        }
    }

    private void Index(StoredClient stored)
    {
        if (!_byIssuer.TryGetValue(stored.Client.Issuer, out var clients))
        {
            _byIssuer[stored.Client.Issuer] = clients = new(StringComparer.Ordinal);
        }

        clients[stored.Client.ClientId] = stored;
    }

    private void Unindex(LtiClient client)
    {
        var clients = _byIssuer[client.Issuer];
        clients.Remove(client.ClientId);
        if (clients.Count == 0)
        {
            _byIssuer.Remove(client.Issuer);
        }
    }
}
