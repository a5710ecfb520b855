using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rules about exact comparison (E1) and input limits (E2).</summary>
internal static class BrokenText
{
    [Breaks("E1", FoundByModel = true)]
    public sealed class CaseIsIgnored(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.StoreNonceAsync(nonce.ToUpperInvariant(), lifetime, cancellationToken);

        public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => Inner.ConsumeNonceAsync(nonce.ToUpperInvariant(), cancellationToken);
    }

    [Breaks("E1")]
    public sealed class TextIsTrimmed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.ClaimNonceAsync(nonce.Trim(), lifetime, cancellationToken);
    }

    [Breaks("E1")]
    public sealed class AccentsAreNormalised(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
            LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing = ExistingEndpoints.Refuse, CancellationToken cancellationToken = default)
            => Inner.SaveLaunchConfigAsync(key with { DeploymentId = key.DeploymentId.Normalize() }, endpoints, existing, cancellationToken);

        public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => Inner.FindLaunchAsync(key with { DeploymentId = key.DeploymentId.Normalize() }, cancellationToken);
    }

    [Breaks("E1")]
    public sealed class AnIssuerLosesItsSlash(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => Inner.FindClientsAsync(issuer.TrimEnd('/'), deploymentId, cancellationToken);
    }

    [Breaks("E1")]
    public sealed class AnEndpointIsNormalised(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
            => Inner.AddClientAsync(
                client with { Endpoints = client.Endpoints with { AuthorizationUrl = new Uri(client.Endpoints.AuthorizationUrl).AbsoluteUri } }, cancellationToken);
    }

    [Breaks("E2")]
    public sealed class BadInputIsSwallowed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            try
            {
                await Inner.StoreNonceAsync(nonce, lifetime, cancellationToken);
            }
            catch (ArgumentException)
            {
                // The error is swallowed.
            }
        }
    }

    [Breaks("E2")]
    public sealed class WhatIsTooLongIsCutOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
            => Inner.AddClientAsync(client is { Name.Length: > 255 } ? client with { Name = client.Name[..255] } : client, cancellationToken);
    }

    [Breaks("E2")]
    public sealed class UserInformationInAnEndpointIsCutOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
            => Inner.AddClientAsync(
                client.Endpoints?.TokenUrl?.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
                    ? client with { Endpoints = client.Endpoints with { TokenUrl = $"https://{client.Endpoints.TokenUrl[(at + 1)..]}" } }
                    : client,
                cancellationToken);
    }

    [Breaks("E2")]
    public sealed class AnErrorRepeatsTheNonce(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Inner.ConsumeNonceAsync(nonce, cancellationToken);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"{e.Message} It was '{nonce}'.", nameof(nonce), e);
            }
        }
    }

    [Breaks("E2")]
    public sealed class ALongLifetimeIsCutOff(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.RenewSessionAsync(id, lifetime > LtiLimits.MaxLifetime ? LtiLimits.MaxLifetime : lifetime, cancellationToken);
    }

    [Breaks("E2")]
    public sealed class TheNonceIsUsedBeforeTheSessionIsChecked(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var outcome = await Inner.ConsumeNonceAsync(nonce, cancellationToken);
            await Inner.AddSessionAsync(session, lifetime, cancellationToken);
            return outcome;
        }
    }

    [Breaks("E2")]
    public sealed class OfDuplicateMembersTheFirstCounts(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var document = new JsonObject();
            foreach (var member in JsonElement.Parse(session.Utf8Document.Span).EnumerateObject())
            {
                document.TryAdd(member.Name, JsonNode.Parse(member.Value.GetRawText()));
            }

            return Inner.AddSessionAsync(LtiSession.FromDocument(session.Id, Encoding.UTF8.GetBytes(document.ToJsonString())), lifetime, cancellationToken);
        }
    }
}
