using System.Collections.Concurrent;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rule about clocks (E7).</summary>
internal static class BrokenClocks
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Breaks("E7")]
    public sealed class AnExpiryIsAMinuteLate(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindSessionAsync(id, cancellationToken) is { } found ? found with { ExpiresAt = found.ExpiresAt + _minute } : null;
    }

    [Breaks("E7")]
    public sealed class AnExpiryIsAMinuteEarly(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindSessionAsync(id, cancellationToken) is { } found ? found with { ExpiresAt = found.ExpiresAt - _minute } : null;
    }

    [Breaks("E7")]
    public sealed class AListedExpiryIsAMinuteEarly(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
            => Inner.ListSessionsAsync(filter, after, cancellationToken).Select(summary => summary with { ExpiresAt = summary.ExpiresAt - _minute });
    }

    [Breaks("E7")]
    public sealed class ARegistrationExpiresAMinuteEarly(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindRegistrationSessionAsync(id, cancellationToken) is { } found ? found with { ExpiresAt = found.ExpiresAt - _minute } : null;
    }

    [Breaks("E7")]
    public sealed class ARenewalIsNotTold(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, DateTimeOffset?> _first = new();

        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindSessionAsync(id, cancellationToken) is { } found ? found with { ExpiresAt = _first.GetOrAdd(id, found.ExpiresAt) } : null;
    }
}
