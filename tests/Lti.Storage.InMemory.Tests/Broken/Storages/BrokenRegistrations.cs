using System.Collections.Concurrent;
using System.Text.Json;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenRegistrations
{
    [Breaks("R1", FoundByModel = true)]
    public sealed class TheFirstSaveStays(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask SaveRegistrationSessionAsync(
            LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindRegistrationSessionAsync(session.Id, cancellationToken) is null)
            {
                await Inner.SaveRegistrationSessionAsync(session, lifetime, cancellationToken);
            }
        }
    }

    [Breaks("R1")]
    public sealed class OnlyKnownMembersAreSaved(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask SaveRegistrationSessionAsync(LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.SaveRegistrationSessionAsync(
                LtiRegistrationSession.Create(session.Id, session.OpenIdConfiguration ?? JsonElement.Parse("{}"), session.RegistrationToken), lifetime, cancellationToken);
    }

    [Breaks("R1")]
    public sealed class TheDefaultLifetimeIsAnHour(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask SaveRegistrationSessionAsync(LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.SaveRegistrationSessionAsync(session, lifetime ?? TimeSpan.FromHours(1), cancellationToken);
    }

    [Breaks("R2", FoundByModel = true)]
    public sealed class FoundFromACacheForever(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, LtiRegistrationSession> _found = new();

        public override async ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindRegistrationSessionAsync(id, cancellationToken) is { } found ? _found[id] = found : _found.GetValueOrDefault(id);
    }

    [Breaks("R2")]
    public sealed class FoundOnlyOnce(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => Inner.ConsumeRegistrationSessionAsync(id, cancellationToken);
    }

    [Breaks("R3", FoundByHistories = true)]
    public sealed class ConsumedAfterALook(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            var found = await Inner.FindRegistrationSessionAsync(id, cancellationToken);
            await _meeting.WaitAsync();
            await Inner.DeleteRegistrationSessionAsync(id, cancellationToken);
            return found;
        }
    }

    [Breaks("R3", FoundByModel = true)]
    public sealed class ConsumingLeavesIt(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => Inner.FindRegistrationSessionAsync(id, cancellationToken);
    }

    [Breaks("R4")]
    public sealed class DeletingAlwaysTellsTrue(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            await Inner.DeleteRegistrationSessionAsync(id, cancellationToken);
            return true;
        }
    }

    [Breaks("R4")]
    public sealed class DeletingTellsTrueOfAnExpiredOne(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, bool> _saved = new();

        public override ValueTask SaveRegistrationSessionAsync(LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            _saved[session.Id] = true;
            return Inner.SaveRegistrationSessionAsync(session, lifetime, cancellationToken);
        }

        public override async ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.DeleteRegistrationSessionAsync(id, cancellationToken) | _saved.TryRemove(id, out _);
    }
}
