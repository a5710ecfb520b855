using System.Runtime.InteropServices;

namespace Lti.Storage.InMemory.Internal;

/// <summary>
/// Finds sessions by issuer, client, deployment and user (rule S4), without a look at any other: issuer → client → deployment, and issuer → user, each
/// with the ids of its sessions. Not thread-safe. What is empty is dropped.
/// </summary>
internal sealed class SessionIndex
{
    private readonly Dictionary<string, IssuerSessions> _issuers = new(StringComparer.Ordinal);

    public StoredSession Add(LtiSession session)
    {
        var platform = session.Platform;
        var issuer = GetOrAdd(_issuers, platform.Issuer!, static _ => new IssuerSessions());
        var client = GetOrAdd(issuer.Clients, platform.ClientId!, static _ => new ClientSessions());
        var deployment = GetOrAdd(client.Deployments, platform.DeploymentId!, id => new DeploymentSessions(platform.Issuer!, platform.ClientId!, id));
        var user = session.User.Id is { } userId ? GetOrAdd(issuer.Users, userId, static id => new UserSessions(id)) : null;
        issuer.Ids.Add(session.Id);
        client.Ids.Add(session.Id);
        deployment.Ids.Add(session.Id);
        user?.Ids.Add(session.Id);

        // A copy without the parts that were read from it: they would double what is held.
        return new StoredSession(LtiSession.FromDocument(session.Id, session.Utf8Document.Span), deployment, user);
    }

    public void Remove(StoredSession stored)
    {
        var (session, deployment, user) = stored;
        var issuer = _issuers[deployment.Issuer];
        var client = issuer.Clients[deployment.ClientId];
        Remove(client.Deployments, deployment.DeploymentId, deployment.Ids, session.Id);
        Remove(issuer.Clients, deployment.ClientId, client.Ids, session.Id);
        Remove(_issuers, deployment.Issuer, issuer.Ids, session.Id);
        if (user is not null)
        {
            Remove(issuer.Users, user.UserId, user.Ids, session.Id);
        }
    }

    /// <summary>The ids that may match, in sets without one in common: of the user if one is given, else of the narrowest of issuer, client and deployment.</summary>
    public IEnumerable<SortedSet<Guid>> Find(SessionFilter filter)
    {
        if (!_issuers.TryGetValue(filter.Issuer, out var issuer))
        {
            return [];
        }

        return filter switch
        {
            { UserId: { } userId } => Of(issuer.Users, userId).Select(static user => user.Ids),
            { DeploymentId: { } deploymentId } => Of(issuer.Clients, filter.ClientId)
                .SelectMany(client => Of(client.Deployments, deploymentId))
                .Select(static deployment => deployment.Ids),
            { ClientId: { } clientId } => Of(issuer.Clients, clientId).Select(static client => client.Ids),
            _ => [issuer.Ids],
        };
    }

    /// <summary>All values, or that of the key.</summary>
    private static IEnumerable<T> Of<T>(Dictionary<string, T> values, string? key)
    {
        if (key is null)
        {
            return values.Values.AsEnumerable();
        }

        return values.TryGetValue(key, out var value) ? [value] : [];
    }

    private static T GetOrAdd<T>(Dictionary<string, T> values, string key, Func<string, T> create)
        => CollectionsMarshal.GetValueRefOrAddDefault(values, key, out _) ??= create(key);

    private static void Remove<T>(Dictionary<string, T> values, string key, SortedSet<Guid> ids, Guid id)
    {
        ids.Remove(id);
        if (ids.Count == 0)
        {
            values.Remove(key);
        }
    }

    private sealed class IssuerSessions
    {
        public SortedSet<Guid> Ids { get; } = [];

        public Dictionary<string, ClientSessions> Clients { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, UserSessions> Users { get; } = new(StringComparer.Ordinal);
    }

    private sealed class ClientSessions
    {
        public SortedSet<Guid> Ids { get; } = [];

        public Dictionary<string, DeploymentSessions> Deployments { get; } = new(StringComparer.Ordinal);
    }
}
