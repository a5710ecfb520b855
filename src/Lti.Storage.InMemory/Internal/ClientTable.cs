namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores clients and their deployments by id and by issuer and client id. Not thread-safe.</summary>
internal sealed class ClientTable
{
    private readonly ById<StoredClient> _clients = new();
    private readonly Dictionary<string, Dictionary<string, StoredClient>> _byIssuer = new(StringComparer.Ordinal);

    public StoredClient? Find(ClientKey id) => _clients.Find(id.Value);

    public StoredClient Get(ClientKey id) => Find(id) ?? throw new LtiNotFoundException(LtiEntity.Client, id.Value);

    public StoredClient? Find(string issuer, string clientId) => _byIssuer.GetValueOrDefault(issuer)?.GetValueOrDefault(clientId);

    public IReadOnlyList<LtiClient> FindAll(string issuer) => _byIssuer.TryGetValue(issuer, out var clients)
        ? Array.AsReadOnly([.. clients.Values.Select(static found => found.Client).OrderBy(static client => client.Id.Value)])
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
        });
        _clients.Set(added.Client.Id.Value, added);
        Index(added);
        return added;
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
