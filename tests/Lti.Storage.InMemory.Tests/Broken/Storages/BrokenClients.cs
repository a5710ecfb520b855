using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenClients
{
    [Breaks("C1", FoundByModel = true)]
    public sealed class ADuplicateReplacesTheFirst(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindClientAsync(client.Issuer, client.ClientId, cancellationToken) is { } known)
            {
                await Inner.DeleteClientAsync(known.Id, cancellationToken);
            }

            return await Inner.AddClientAsync(client, cancellationToken);
        }
    }

    [Breaks("C1", FoundByHistories = true)]
    public sealed class AddsThatOverlapAllSucceed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<(string, string), LtiClient> _adds = new();

        public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
            => _adds.RunAsync((client.Issuer, client.ClientId), () => Inner.AddClientAsync(client, cancellationToken));
    }

    [Breaks("C1")]
    public sealed class AnUpdateThatCollidesIsHalfDone(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
        {
            await Inner.UpdateClientAsync(id, new ClientUpdate { Name = update.Name }, cancellationToken);
            return await Inner.UpdateClientAsync(id, update, cancellationToken);
        }
    }

    [Breaks("C2", FoundByModel = true)]
    public sealed class OnlyTheFirstOfAnIssuerIsFound(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => await Inner.FindClientsAsync(issuer, deploymentId, cancellationToken) is [var first, ..] ? [first] : [];
    }

    [Breaks("C2", FoundByModel = true)]
    public sealed class TheDeploymentIdIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => Inner.FindClientsAsync(issuer, deploymentId: null, cancellationToken);
    }

    [Breaks("C3")]
    public sealed class AnUpdateWritesBackWhatItRead(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
        {
            var before = await Inner.FindClientAsync(id, cancellationToken) ?? throw new LtiNotFoundException(LtiEntity.Client, id.Value);
            await _meeting.WaitAsync();
            var after = update.ApplyTo(before);
            return await Inner.UpdateClientAsync(
                id,
                new ClientUpdate
                {
                    Name = after.Name,
                    Issuer = after.Issuer,
                    ClientId = after.ClientId,
                    AuthorizationUrl = after.Endpoints.AuthorizationUrl,
                    TokenUrl = after.Endpoints.TokenUrl,
                    JwksUrl = after.Endpoints.JwksUrl,
                },
                cancellationToken);
        }
    }

    [Breaks("C3")]
    public sealed class TheTokenUrlIsForgotten(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateClientAsync(id, update with { TokenUrl = null }, cancellationToken);
    }

    [Breaks("C4")]
    public sealed class DeletingAlwaysTellsTrue(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        {
            await Inner.DeleteClientAsync(id, cancellationToken);
            return true;
        }
    }

    [Breaks("C4")]
    public sealed class DeploymentsOutliveTheirClient(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<DeploymentKey, LtiDeployment> _added = new();

        public override async ValueTask<LtiDeployment> AddDeploymentAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        {
            var added = await Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken);
            return _added[added.Id] = added;
        }

        public override async ValueTask<LtiDeployment?> FindDeploymentAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
            => await Inner.FindDeploymentAsync(clientKey, id, cancellationToken) ?? _added.GetValueOrDefault(id);
    }

    [Breaks("C4")]
    public sealed class SessionsGoWithTheirClient(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindClientAsync(id, cancellationToken) is { } client)
            {
                await Inner.DeleteSessionsAsync(new SessionFilter { Issuer = client.Issuer, ClientId = client.ClientId }, cancellationToken);
            }

            return await Inner.DeleteClientAsync(id, cancellationToken);
        }
    }

    [Breaks("C5")]
    public sealed class PagesAreCountedOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            const int Size = 5;
            for (var offset = 0; ; offset += Size)
            {
                var page = await Inner.ListClientsAsync(after, cancellationToken).Skip(offset).Take(Size).ToListAsync(cancellationToken);
                foreach (var client in page)
                {
                    yield return client;
                }

                if (page.Count < Size)
                {
                    yield break;
                }
            }
        }
    }

    [Breaks("C5")]
    public sealed class TheCursorIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
            => Inner.ListClientsAsync(after: null, cancellationToken);
    }

    [Breaks("C5", FoundByModel = true)]
    public sealed class AListingIsInTheOrderOfNames(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
            => Inner.ListClientsAsync(after, cancellationToken).OrderBy(client => client.ClientId, StringComparer.Ordinal);
    }

    [Breaks("C5")]
    public sealed class ACursorThatIsGoneEndsTheList(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (after is { } cursor && await Inner.FindClientAsync(cursor, cancellationToken) is null)
            {
                yield break;
            }

            await foreach (var client in Inner.ListClientsAsync(after, cancellationToken))
            {
                yield return client;
            }
        }
    }

    [Breaks("C1", By = typeof(ClientConformance))]
    public sealed class TheTokenAudienceOfANewClientIsLost(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
            => Inner.AddClientAsync(client with { Endpoints = client.Endpoints with { TokenAudience = null } }, cancellationToken);
    }

    [Breaks("C3", By = typeof(ClientConformance))]
    public sealed class TheTokenAudienceOfAnUpdateIsLost(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateClientAsync(id, update with { TokenAudience = OptionalText.Keep }, cancellationToken);
    }

    [Breaks("C3", By = typeof(ClientConformance))]
    public sealed class ATokenAudienceIsNeverCleared(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateClientAsync(id, update with { TokenAudience = update.TokenAudience.Value }, cancellationToken);
    }

    [Breaks("C1", By = typeof(ClientConformance))]
    public sealed class EveryNewClientIsEnabled(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
            => Inner.AddClientAsync(client with { IsEnabled = true }, cancellationToken);
    }

    [Breaks("C3", By = typeof(ClientConformance))]
    public sealed class AnUpdateCannotDisable(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateClientAsync(id, update.IsEnabled is false ? update with { IsEnabled = null } : update, cancellationToken);
    }

    [Breaks("C2")]
    public sealed class DisabledClientsAreNotFoundByTheirIssuer(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
            string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => [.. (await Inner.FindClientsAsync(issuer, deploymentId, cancellationToken)).Where(client => client.IsEnabled)];
    }
}
