using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenSessions
{
    [Breaks("S1")]
    public sealed class NumbersAreRoundedToDoubles(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.AddSessionAsync(session.WithLeaves(Rounded), lifetime, cancellationToken);

        private static JsonNode? Rounded(JsonElement leaf)
            => leaf.ValueKind == JsonValueKind.Number && leaf.TryGetDouble(out var number) && double.IsFinite(number)
                ? JsonValue.Create(number)
                : JsonNode.Parse(leaf.GetRawText());
    }

    [Breaks("S1")]
    public sealed class TextIsNormalised(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.AddSessionAsync(session.WithLeaves(Normalised), lifetime, cancellationToken);

        private static JsonNode? Normalised(JsonElement leaf)
            => leaf.ValueKind == JsonValueKind.String ? JsonValue.Create(leaf.GetString()!.Normalize()) : JsonNode.Parse(leaf.GetRawText());
    }

    [Breaks("S1")]
    public sealed class ClaimsThatAreNullAreLost(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.AddSessionAsync(session.Rewritten(WithoutNulls), lifetime, cancellationToken);

        private static void WithoutNulls(JsonObject document)
        {
            var claims = document["jwtPayload"]?.AsObject() ?? [];
            foreach (var name in claims.Where(claim => claim.Value is null).Select(claim => claim.Key).ToList())
            {
                claims.Remove(name);
            }
        }
    }

    [Breaks("S1", FoundByModel = true)]
    public sealed class ASecondSessionReplacesTheFirst(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            await Inner.DeleteSessionAsync(session.Id, cancellationToken);
            await Inner.AddSessionAsync(session, lifetime, cancellationToken);
        }
    }

    [Breaks("S1")]
    public sealed class AddsThatOverlapAllSucceed(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Joined<Guid, bool> _adds = new();

        public override async ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => await _adds.RunAsync(session.Id, async () =>
            {
                await Inner.AddSessionAsync(session, lifetime, cancellationToken);
                return true;
            });
    }

    [Breaks("S1")]
    public sealed class TheDefaultLifetimeIsAWeek(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.AddSessionAsync(session, lifetime ?? TimeSpan.FromDays(7), cancellationToken);
    }

    [Breaks("S2", FoundByModel = true)]
    public sealed class FoundFromACacheForever(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, LtiSession> _found = new();

        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindSessionAsync(id, cancellationToken) is { } found ? _found[id] = found : _found.GetValueOrDefault(id);
    }

    [Breaks("S3", FoundByModel = true)]
    public sealed class RenewingShortens(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindSessionAsync(id, cancellationToken) is not { } session)
            {
                return false;
            }

            await Inner.DeleteSessionAsync(id, cancellationToken);
            await Inner.AddSessionAsync(session, lifetime, cancellationToken);
            return true;
        }
    }

    [Breaks("S3")]
    public sealed class RenewingAddsToWhatRemains(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var remains = (await Inner.FindSessionAsync(id, cancellationToken))?.ExpiresAt - clock.GetUtcNow();
            return await Inner.RenewSessionAsync(id, lifetime + remains, cancellationToken);
        }
    }

    [Breaks("S3")]
    public sealed class RenewingAlwaysTellsTrue(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            await Inner.RenewSessionAsync(id, lifetime, cancellationToken);
            return true;
        }
    }

    [Breaks("S3", FoundByHistories = true)]
    public sealed class DeletedAfterALook(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            var found = await Inner.FindSessionAsync(id, cancellationToken);
            await _meeting.WaitAsync();
            await Inner.DeleteSessionAsync(id, cancellationToken);
            return found is not null;
        }
    }

    [Breaks("S3", FoundByModel = true)]
    public sealed class ADeletedSessionIsFoundInACache(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<Guid, LtiSession> _found = new();

        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => _found.TryGetValue(id, out var cached) && cached.ExpiresAt > clock.GetUtcNow() ? cached
                : await Inner.FindSessionAsync(id, cancellationToken) is { } found ? _found[id] = found
                : null;
    }

    [Breaks("S5")]
    public sealed class OnlyKnownMembersAreKept(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private static readonly string[] _known =
            ["jwtPayload", "user", "context", "platform", "launch", "resourceLink", "services", "customParameters", "isAdmin", "isInstructor", "isStudent"];

        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => Inner.AddSessionAsync(session.Rewritten(WithoutUnknown), lifetime, cancellationToken);

        private static void WithoutUnknown(JsonObject document)
        {
            foreach (var name in document.Select(member => member.Key).Except(_known, StringComparer.Ordinal).ToList())
            {
                document.Remove(name);
            }
        }
    }

    [Breaks("S5")]
    public sealed class NamesArePascalCase(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => (await Inner.FindSessionAsync(id, cancellationToken))?.Rewritten(document =>
            {
                foreach (var (name, value) in document.ToList())
                {
                    document.Remove(name);
                    document[new StringBuilder(name) { [0] = char.ToUpperInvariant(name[0]) }.ToString()] = value;
                }
            });
    }

    [Breaks("S3", By = typeof(SessionConformance))]
    public sealed class ConcurrentRenewalsLoseTheLongerOne(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        private readonly Meeting _meeting = new();

        public override async ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindSessionAsync(id, cancellationToken) is not { } found)
            {
                return false;
            }

            if (clock.GetUtcNow() + lifetime > found.ExpiresAt)
            {
                await _meeting.WaitAsync();
                if (await Inner.DeleteSessionAsync(id, cancellationToken))
                {
                    await Inner.AddSessionAsync(found, lifetime, cancellationToken);
                }
            }

            return true;
        }
    }
}
