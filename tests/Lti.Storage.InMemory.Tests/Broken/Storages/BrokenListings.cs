using System.Runtime.CompilerServices;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks listings: entries are skipped, lost or listed twice.</summary>
internal static class BrokenListings
{
    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class SessionsAreListedByOffset(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => ByOffset(() => Inner.ListSessionsAsync(filter, after, cancellationToken));
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class DeploymentsAreListedByOffset(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
            ClientKey clientKey, DeploymentKey? after = null, DeploymentStatus? status = null, CancellationToken cancellationToken = default)
            => ByOffset(() => Inner.ListDeploymentsAsync(clientKey, after, status, cancellationToken));
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class ASessionThatIsGoneEndsTheList(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<SessionSummary> ListSessionsAsync(
            SessionFilter filter, Guid? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (after is { } cursor && await Inner.FindSessionAsync(cursor, cancellationToken) is null)
            {
                yield break;
            }

            await foreach (var session in Inner.ListSessionsAsync(filter, after, cancellationToken))
            {
                yield return session;
            }
        }
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class ASessionThatIsGoneRestartsTheList(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<SessionSummary> ListSessionsAsync(
            SessionFilter filter, Guid? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var known = after is { } cursor && await Inner.FindSessionAsync(cursor, cancellationToken) is not null ? after : null;
            await foreach (var session in Inner.ListSessionsAsync(filter, known, cancellationToken))
            {
                yield return session;
            }
        }
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class ADeploymentThatIsGoneEndsTheList(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
            ClientKey clientKey,
            DeploymentKey? after = null,
            DeploymentStatus? status = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (after is { } cursor && await Inner.FindDeploymentAsync(clientKey, cursor, cancellationToken) is null)
            {
                yield break;
            }

            await foreach (var deployment in Inner.ListDeploymentsAsync(clientKey, after, status, cancellationToken))
            {
                yield return deployment;
            }
        }
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class ADeploymentThatIsGoneRestartsTheList(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
            ClientKey clientKey,
            DeploymentKey? after = null,
            DeploymentStatus? status = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var known = after is { } cursor && await Inner.FindDeploymentAsync(clientKey, cursor, cancellationToken) is not null ? after : null;
            await foreach (var deployment in Inner.ListDeploymentsAsync(clientKey, known, status, cancellationToken))
            {
                yield return deployment;
            }
        }
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class AClientThatIsGoneRestartsTheList(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<LtiClient> ListClientsAsync(
            ClientKey? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var known = after is { } cursor && await Inner.FindClientAsync(cursor, cancellationToken) is not null ? after : null;
            await foreach (var client in Inner.ListClientsAsync(known, cancellationToken))
            {
                yield return client;
            }
        }
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class ACursorIsIgnoredForAUser(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter, filter.UserId is null ? after : null, cancellationToken);
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class ACursorIsIgnoredForAContext(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter, filter.ContextId is null ? after : null, cancellationToken);
    }

    [Breaks("D5", By = typeof(ListingConformance))]
    public sealed class ACursorIsIgnoredForAStatus(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
            ClientKey clientKey, DeploymentKey? after = null, DeploymentStatus? status = null, CancellationToken cancellationToken = default)
            => Inner.ListDeploymentsAsync(clientKey, status is null ? after : null, status, cancellationToken);
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class TheHundredAndFirstSessionIsLost(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Without(100, Inner.ListSessionsAsync(filter, after, cancellationToken));
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class TheFiveHundredAndFirstSessionIsLost(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Without(500, Inner.ListSessionsAsync(filter, after, cancellationToken));
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class TheHundredAndFirstDeploymentIsLost(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
            ClientKey clientKey, DeploymentKey? after = null, DeploymentStatus? status = null, CancellationToken cancellationToken = default)
            => Without(100, Inner.ListDeploymentsAsync(clientKey, after, status, cancellationToken));
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class TheFiveHundredAndFirstClientIsLost(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
            => Without(500, Inner.ListClientsAsync(after, cancellationToken));
    }

    [Breaks("C2", By = typeof(ListingConformance))]
    public sealed class AnIssuerHasAtMostAHundredClients(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
            string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => [.. (await Inner.FindClientsAsync(issuer, deploymentId, cancellationToken)).Take(100)];
    }

    [Breaks("C2", By = typeof(ListingConformance))]
    public sealed class AClientHasAtMostAHundredDeployments(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(ClientKey id, CancellationToken cancellationToken = default)
            => await Inner.FindClientWithDeploymentsAsync(id, cancellationToken) is { } found
                ? found with { Deployments = Array.AsReadOnly(found.Deployments.Take(100).ToArray()) }
                : null;
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class ADeletionStopsAt500(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
        {
            var deleted = 0L;
            await foreach (var session in Inner.ListSessionsAsync(filter, after: null, cancellationToken).Take(500))
            {
                deleted += await Inner.DeleteSessionAsync(session.Id, cancellationToken) ? 1 : 0;
            }

            return deleted;
        }
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class ADeletionCountsAtMost500(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => Math.Min(500, await Inner.DeleteSessionsAsync(filter, cancellationToken));
    }

    [Breaks("S4", By = typeof(ListingConformance))]
    public sealed class ASecondEnumerationOfSessionsIsEmpty(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Once(Inner.ListSessionsAsync(filter, after, cancellationToken));
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class ASecondEnumerationOfClientsIsEmpty(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
            => Once(Inner.ListClientsAsync(after, cancellationToken));
    }

    [Breaks("C5", By = typeof(ListingConformance))]
    public sealed class ASecondEnumerationOfDeploymentsIsEmpty(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
            ClientKey clientKey, DeploymentKey? after = null, DeploymentStatus? status = null, CancellationToken cancellationToken = default)
            => Once(Inner.ListDeploymentsAsync(clientKey, after, status, cancellationToken));
    }

    private static IAsyncEnumerable<T> Without<T>(int place, IAsyncEnumerable<T> listing) => listing.Where((_, index) => index != place);

    private static async IAsyncEnumerable<T> ByOffset<T>(Func<IAsyncEnumerable<T>> list)
    {
        const int Size = 5;
        for (var offset = 0; ; offset += Size)
        {
            var page = await list().Skip(offset).Take(Size).ToListAsync();
            foreach (var item in page)
            {
                yield return item;
            }

            if (page.Count < Size)
            {
                yield break;
            }
        }
    }

    private static IAsyncEnumerable<T> Once<T>(IAsyncEnumerable<T> listing)
    {
        var isListed = 0;
        return listing.Where(_ => Volatile.Read(ref isListed) == 0).Concat(End());

        async IAsyncEnumerable<T> End()
        {
            await Task.CompletedTask;
            Volatile.Write(ref isListed, 1);
            yield break;
        }
    }
}
