using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rules about error types (E3) and secrecy (E8).</summary>
internal static class BrokenErrors
{
    [Breaks("E3")]
    public sealed class AConflictIsWrapped(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.AddClientAsync(client, cancellationToken);
            }
            catch (LtiConflictException e)
            {
                throw new InvalidOperationException("The client could not be added.", e);
            }
        }
    }

    [Breaks("E3", FoundByModel = true)]
    public sealed class NotFoundIsAnsweredByAConflict(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.UpdateClientAsync(id, update, cancellationToken);
            }
            catch (LtiNotFoundException e)
            {
                throw LtiConflictException.ForClient("", "", e);
            }
        }
    }

    [Breaks("E3")]
    public sealed class AnUnknownClientIsAnException(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(ClientKey id, CancellationToken cancellationToken = default)
            => await Inner.FindClientWithDeploymentsAsync(id, cancellationToken) ?? throw new LtiNotFoundException(LtiEntity.Client, id.Value);
    }

    [Breaks("E3")]
    public sealed class ACancellationIsWrapped(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.FindSessionAsync(id, cancellationToken);
            }
            catch (OperationCanceledException e)
            {
                throw new LtiStorageUnavailableException("The call was cut off.", LtiWorkOutcome.Unknown, e);
            }
        }
    }

    [Breaks("E8")]
    public sealed class AConflictTellsTheNonce(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                await Inner.StoreNonceAsync(nonce, lifetime, cancellationToken);
            }
            catch (LtiConflictException)
            {
                throw LtiConflictException.ForNonce(new InvalidOperationException($"Duplicate key: (nonce)=({nonce})."));
            }
        }
    }

    [Breaks("E8")]
    public sealed class AConflictTellsTheDocument(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken);
            }
            catch (LtiConflictException)
            {
                throw LtiConflictException.ForSession(session.Id, new InvalidOperationException($"Failing row: {session.Document}."));
            }
        }
    }

    [Breaks("E8")]
    public sealed class AConflictTellsTheSessionId(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                await Inner.AddSessionAsync(session, lifetime, cancellationToken);
            }
            catch (LtiConflictException)
            {
                throw LtiConflictException.ForSession(session.Id, new InvalidOperationException($"Duplicate key: (id)=({session.Id})."));
            }
        }
    }

    [Breaks("E8", By = typeof(SecrecyConformance))]
    public sealed class AConflictHasTheNonceInItsData(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                await Inner.StoreNonceAsync(nonce, lifetime, cancellationToken);
            }
            catch (LtiConflictException e)
            {
                e.Data["nonce"] = nonce;
                throw;
            }
        }
    }

    [Breaks("E8", By = typeof(SecrecyConformance))]
    public sealed class ACauseHasTheUserInItsData(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                await Inner.AddSessionAsync(session, lifetime, cancellationToken);
            }
            catch (LtiConflictException)
            {
                throw LtiConflictException.ForSession(session.Id, new InvalidOperationException("Duplicate key.") { Data = { ["user"] = session.User.Id } });
            }
        }
    }
}
