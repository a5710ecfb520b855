namespace Lti.Storage.InMemory.Internal;

internal sealed class ClientTable(ClientRegistry registry, TimeProvider clock)
{
    public LtiClient Add(NewClient client) => registry.Write(() => Create(client));

    public LtiClient Update(Guid id, ClientUpdate update) => registry.Write(() =>
    {
        var before = registry.Get(id);
        var client = update.ApplyTo(before.Client);
        if (registry.Find(client.Issuer, client.ClientId) is [var other] && other.Id != id)
        {
            throw LtiConflictException.ForClient(client.Issuer, client.ClientId);
        }

        registry.Set(before, before with { Client = client });
        return client;
    });

    public bool Delete(Guid id) => registry.Write(() =>
    {
        var before = registry.Find(id);
        registry.Set(before, after: null);
        return before is not null;
    });

    /// <summary>The clients after the cursor. The ids are those of the start; what was deleted meanwhile is left out.</summary>
    public IEnumerable<LtiClient> List(Guid? after)
    {
        var ids = registry.Ids();
        for (var i = after is { } id ? ids.FirstAfter(id) : 0; i < ids.Count; i++)
        {
            if (registry.Find(ids[i]) is { } found)
            {
                yield return found.Client;
            }
        }
    }

    /// <summary>Creates the client or replaces its endpoints, and ensures the deployment (rule L4).</summary>
    public LtiLaunchConfig Save(LaunchKey key, PlatformEndpoints endpoints, DeploymentTable deployments) => registry.Write(() =>
    {
        var client = registry.Find(key.Issuer, key.ClientId) is [var known]
            ? known
            : Create(new NewClient { Name = key.Issuer, Issuer = key.Issuer, ClientId = key.ClientId, Endpoints = endpoints });
        if (client.Endpoints != endpoints)
        {
            var before = registry.Get(client.Id);
            registry.Set(before, before with { Client = client with { Endpoints = endpoints } });
        }

        var deployment = deployments.FindOrCreate(registry.Get(client.Id), key.DeploymentId);
        return registry.Get(client.Id).Config(deployment);
    });

    private LtiClient Create(NewClient client)
    {
        if (registry.Find(client.Issuer, client.ClientId).Count > 0)
        {
            throw LtiConflictException.ForClient(client.Issuer, client.ClientId);
        }

        var created = new LtiClient
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = client.Name,
            Issuer = client.Issuer,
            ClientId = client.ClientId,
            Endpoints = client.Endpoints,
        };
        registry.Set(before: null, new RegisteredClient(created, DeploymentsById.Empty));
        return created;
    }
}
