using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks filters of sessions (S4) by text that is compared by its first characters only.</summary>
internal static class BrokenLongFilters
{
    [Breaks("S4", By = typeof(TextConformance))]
    public sealed class UsersAreComparedByTheirFirst64Characters(ILtiStorage inner)
        : ComparedByPrefix(inner, static filter => filter with { UserId = null }, static (filter, found) => Begins(found.UserId, filter.UserId));

    [Breaks("S4", By = typeof(TextConformance))]
    public sealed class DeploymentsAreComparedByTheirFirst64Characters(ILtiStorage inner) : ComparedByPrefix(
        inner, static filter => filter with { DeploymentId = null }, static (filter, found) => Begins(found.DeploymentId, filter.DeploymentId));

    [Breaks("S4", By = typeof(TextConformance))]
    public sealed class ClientsAreComparedByTheirFirst64Characters(ILtiStorage inner)
        : ComparedByPrefix(inner, static filter => filter with { ClientId = null }, static (filter, found) => Begins(found.ClientId, filter.ClientId));

    [Breaks("S4", By = typeof(TextConformance))]
    public sealed class LongContextsAreNotFound(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => filter.ContextId?.Length > 255 ? ValueTask.FromResult(0L) : Inner.DeleteSessionsAsync(filter, cancellationToken);
    }

    [Breaks("S4", By = typeof(TextConformance))]
    public sealed class UsersOfAListingAreCut(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter, after, cancellationToken)
                .Select(found => found.UserId?.Length > 4000 ? found with { UserId = found.UserId[..4000] } : found);
    }

    private static bool Begins(string? text, string? part)
        => part is null || string.Equals(text?[..Math.Min(64, text.Length)], part[..Math.Min(64, part.Length)], StringComparison.Ordinal);

    /// <summary>Lists sessions by a wider filter and a weaker comparison.</summary>
    public abstract class ComparedByPrefix(
        ILtiStorage inner, Func<SessionFilter, SessionFilter> widen, Func<SessionFilter, SessionSummary, bool> matches) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(widen(filter), after, cancellationToken).Where(found => matches(filter, found));
    }
}
