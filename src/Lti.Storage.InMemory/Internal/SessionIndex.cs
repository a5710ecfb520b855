using System.Runtime.InteropServices;

namespace Lti.Storage.InMemory.Internal;

/// <summary>
/// Finds sessions by issuer, client, deployment and user (rule S4), without a look at any other: issuer → client → deployment → ids, and
/// issuer → user → ids. Not thread-safe. What is empty is dropped.
/// </summary>
internal sealed class SessionIndex
{
    private readonly Dictionary<string, IssuerSessions> _issuers = new(StringComparer.Ordinal);

    public StoredSession Add(LtiSession session)
    {
        var platform = session.Platform;
        var issuer = GetOrAdd(_issuers, platform.Issuer!, static _ => new IssuerSessions());
        var client = GetOrAdd(issuer.Clients, platform.ClientId!, static _ => new Dictionary<string, DeploymentSessions>(StringComparer.Ordinal));
        var deployment = GetOrAdd(client, platform.DeploymentId!, id => new DeploymentSessions(platform.Issuer!, platform.ClientId!, id));
        var user = session.User.Id is { } userId ? GetOrAdd(issuer.Users, userId, static id => new UserSessions(id)) : null;
        deployment.Ids.Add(session.Id);
        user?.Ids.Add(session.Id);

        // A copy without the parts that were read from it: they would double what is held.
        return new StoredSession(LtiSession.FromDocument(session.Id, session.Utf8Document.Span), deployment, user);
    }

    public void Remove(StoredSession stored)
    {
        var (session, deployment, user) = stored;
        deployment.Ids.Remove(session.Id);
        user?.Ids.Remove(session.Id);

        var issuer = _issuers[deployment.Issuer];
        if (deployment.Ids.Count == 0)
        {
            var client = issuer.Clients[deployment.ClientId];
            client.Remove(deployment.DeploymentId);
            RemoveIfEmpty(issuer.Clients, deployment.ClientId, client.Count);
        }

        if (user is not null)
        {
            RemoveIfEmpty(issuer.Users, user.UserId, user.Ids.Count);
        }

        RemoveIfEmpty(_issuers, deployment.Issuer, issuer.Clients.Count);
    }

    /// <summary>The ids that may match: of the user if one is given, else of the client and deployment.</summary>
    public IEnumerable<Guid> Find(SessionFilter filter)
    {
        if (!_issuers.TryGetValue(filter.Issuer, out var issuer))
        {
            return [];
        }

        return filter.UserId is { } userId
            ? issuer.Users.GetValueOrDefault(userId)?.Ids ?? []
            : Of(issuer.Clients, filter.ClientId)
                .SelectMany(client => Of(client, filter.DeploymentId))
                .SelectMany(deployment => deployment.Ids);
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

    private static void RemoveIfEmpty<T>(Dictionary<string, T> values, string key, int count)
    {
        if (count == 0)
        {
            values.Remove(key);
        }
    }

    private sealed class IssuerSessions
    {
        public Dictionary<string, Dictionary<string, DeploymentSessions>> Clients { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, UserSessions> Users { get; } = new(StringComparer.Ordinal);
    }
}
