using System.Collections.Concurrent;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenSessionFilters
{
    [Breaks("S4", FoundByModel = true)]
    public sealed class AListingIgnoresTheUser(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter with { UserId = null }, after, cancellationToken);
    }

    [Breaks("S4", FoundByModel = true)]
    public sealed class ADeletionIgnoresTheUser(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => Inner.DeleteSessionsAsync(filter with { UserId = null }, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class ADeletionIgnoresTheDeployment(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => Inner.DeleteSessionsAsync(filter with { DeploymentId = null }, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class AListingIgnoresTheContext(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter with { ContextId = null }, after, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class ADeletionIgnoresTheContext(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => Inner.DeleteSessionsAsync(filter with { ContextId = null }, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class AnEmptyContextMeansAny(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => Inner.DeleteSessionsAsync(filter is { ContextId: "" } ? filter with { ContextId = null } : filter, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class ADeletionDoesNotFindUsersWithANumber(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => filter.UserId is "4711" ? ValueTask.FromResult(0L) : Inner.DeleteSessionsAsync(filter, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class AnEmptyUserMeansAny(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
            => Inner.DeleteSessionsAsync(filter is { UserId: "" } ? filter with { UserId = null } : filter, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class AListingIgnoresTheCursor(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter, after: null, cancellationToken);
    }

    [Breaks("S4")]
    public sealed class AListingBeginsWithTheLast(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter, after, cancellationToken).Reverse();
    }

    [Breaks("S4")]
    public sealed class AnAnonymousUserIsListedAsEmpty(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter, after, cancellationToken).Select(summary => summary with { UserId = summary.UserId ?? "" });
    }

    [Breaks("S4")]
    public sealed class WhatADeletionMeantIsFoundInACache(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, LtiSession> _found = new();

        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => _found.TryGetValue(id, out var cached) && cached.ExpiresAt > clock.GetUtcNow() ? cached
                : await Inner.FindSessionAsync(id, cancellationToken) is { } found ? _found[id] = found
                : null;

        public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            _found.TryRemove(id, out _);
            return Inner.DeleteSessionAsync(id, cancellationToken);
        }
    }
}
