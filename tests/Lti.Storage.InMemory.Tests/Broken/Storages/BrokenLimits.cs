using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rule about exact text (E1): text is cut within its limit or loses its emptiness or case.</summary>
internal static class BrokenLimits
{
    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class NoncesAreComparedByTheirFirst200Characters(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? Nonce(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class StatesAreComparedByTheirFirst200Characters(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? State(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class IssuersAreComparedByTheirFirst200Characters(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? Issuer(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class ClientIdsAreComparedByTheirFirst200Characters(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? ClientId(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class DeploymentIdsAreComparedByTheirFirst254Characters(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? DeploymentId(string? text) => Cut(text, 254);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class ClientNamesAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? ClientName(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class AuthorizationUrlsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? AuthorizationUrl(string? text) => Cut(text, 2000);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class TokenUrlsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? TokenUrl(string? text) => Cut(text, 2047);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class JwksUrlsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? JwksUrl(string? text) => Cut(text, 1024);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class TokenAudiencesAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? TokenAudience(string? text) => Cut(text, 255);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class DeploymentNamesAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? DeploymentName(string? text) => Cut(text, 100);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class DescriptionsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? Description(string? text) => Cut(text, 4000);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class UpdatedNamesAreCut(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
            => Inner.UpdateClientAsync(id, update with { Name = update.Name?.Length > 200 ? update.Name[..200] : update.Name }, cancellationToken);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class TargetsOfLoginsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? TargetLinkUri(string? text) => Cut(text, 2000);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class StorageTargetsOfLoginsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? StorageTarget(string? text) => Cut(text, 64);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class IssuersOfLoginsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? LoginIssuer(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class ClientIdsOfLoginsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? LoginClientId(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class DeploymentIdsOfLoginsAreCut(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? LoginDeploymentId(string? text) => Cut(text, 200);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class AnEmptyDescriptionIsNull(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? Description(string? text) => NullIfEmpty(text);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class AnEmptyDeploymentNameIsNull(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? DeploymentName(string? text) => NullIfEmpty(text);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class AnEmptyTargetOfALoginIsNull(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? TargetLinkUri(string? text) => NullIfEmpty(text);
    }

    [Breaks("E1", By = typeof(TextConformance))]
    public sealed class AnEmptyStorageTargetOfALoginIsNull(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? StorageTarget(string? text) => NullIfEmpty(text);
    }

    [Breaks("E1", By = typeof(InputConformance))]
    public sealed class DeploymentIdsIgnoreCase(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? DeploymentId(string? text) => text?.ToUpperInvariant();
    }

    [Breaks("E1", By = typeof(LoginResolutionConformance))]
    public sealed class ClientIdsIgnoreCase(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? ClientId(string? text) => text?.ToUpperInvariant();
    }

    [Breaks("E1", By = typeof(LoginConformance))]
    public sealed class StatesIgnoreCase(ILtiStorage inner) : ChangedText(inner)
    {
        protected override string? State(string? text) => text?.ToUpperInvariant();
    }
}
