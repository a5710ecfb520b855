using System.Collections.Concurrent;
using System.Security.Cryptography;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenToolKeys
{
    [Breaks("T1")]
    public sealed class ANextKeySignsAtOnce(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override ValueTask<bool> AddNextToolKeyAsync(
            NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
            => Keys.AddNextToolKeyAsync(key, after, TimeSpan.Zero, TimeSpan.Zero, cancellationToken);
    }

    [Breaks("T1")]
    public sealed class TheIdOfADeletedKeyIsFree(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override async ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
        {
            var keys = await Keys.ListToolKeysAsync(cancellationToken);
            if (!keys.Any(stored => stored.KeyId == key.KeyId && stored.IsRemoved))
            {
                await Keys.ImportToolKeyAsync(key, announceFor, cancellationToken);
            }
        }
    }

    [Breaks("T2")]
    public sealed class EachRotationMakesAKey(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override async ValueTask<bool> AddNextToolKeyAsync(
            NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
        {
            if (!await Keys.AddNextToolKeyAsync(key, after, announceFor, rotateEvery, cancellationToken))
            {
                await Keys.ImportToolKeyAsync(key, announceFor, cancellationToken);
            }

            return true;
        }
    }

    [Breaks("T3")]
    public sealed class TheSigningKeyIsReplacedBeforeItsTime(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override ValueTask<bool> AddNextToolKeyAsync(
            NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
            => Keys.AddNextToolKeyAsync(key, after, announceFor, TimeSpan.Zero, cancellationToken);
    }

    [Breaks("T3")]
    public sealed class ARetiredKeyIsDeletedNever(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default)
            => new(0);
    }

    [Breaks("T3")]
    public sealed class ARetiredKeyIsDeletedEarly(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default)
            => Keys.DeleteRetiredToolKeysAsync(retireFor / 2, cancellationToken);
    }

    [Breaks("T1", By = typeof(ToolKeyConformance))]
    public sealed class ARevokedKeyThatWaitsStillStarts(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override async ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default)
            => (await Keys.ListToolKeysAsync(cancellationToken)).Any(key => key.KeyId == keyId && key.StartsIn > TimeSpan.Zero)
                || await Keys.RevokeToolKeyAsync(keyId, cancellationToken);
    }

    [Breaks("T6")]
    public sealed class AnImportReplacesTheKeyThatWaits(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override async ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
        {
            foreach (var waiting in (await Keys.ListToolKeysAsync(cancellationToken)).Where(stored => stored is { IsRemoved: false } && stored.StartsIn > TimeSpan.Zero))
            {
                await Keys.RevokeToolKeyAsync(waiting.KeyId, cancellationToken);
            }

            await Keys.ImportToolKeyAsync(key, announceFor, cancellationToken);
        }
    }

    [Breaks("T4")]
    public sealed class ARevokedKeyKeepsItsParts(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        private readonly ConcurrentDictionary<string, NewToolKey> _added = new(StringComparer.Ordinal);

        public override ValueTask<bool> AddNextToolKeyAsync(
            NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
        {
            _added[key.KeyId] = key;
            return Keys.AddNextToolKeyAsync(key, after, announceFor, rotateEvery, cancellationToken);
        }

        public override async ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
            =>
            [
                .. (await Keys.ListToolKeysAsync(cancellationToken)).Select(key => key.IsRemoved && _added.TryGetValue(key.KeyId, out var added)
                    ? key with { PublicKey = added.PublicKey, PrivateKey = added.PrivateKey }
                    : key),
            ];
    }

    [Breaks("T4")]
    public sealed class RevokingStartsNoOtherKey(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        private readonly ConcurrentDictionary<string, bool> _waited = new(StringComparer.Ordinal);

        public override async ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default)
        {
            foreach (var key in await Keys.ListToolKeysAsync(cancellationToken))
            {
                _waited[key.KeyId] = key.StartsIn > TimeSpan.Zero;
            }

            return await Keys.RevokeToolKeyAsync(keyId, cancellationToken);
        }

        public override async ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
            =>
            [
                .. (await Keys.ListToolKeysAsync(cancellationToken)).Select(
                    key => _waited.GetValueOrDefault(key.KeyId) ? key with { StartsIn = TimeSpan.FromDays(1) } : key),
            ];
    }

    [Breaks("T5")]
    public sealed class APublicPartBelongsToAnotherKey(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        private static readonly byte[] _other = Create();

        public override async ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
            => [.. (await Keys.ListToolKeysAsync(cancellationToken)).Select(key => key.IsRemoved ? key : key with { PublicKey = _other })];

        private static byte[] Create()
        {
            using var rsa = RSA.Create(2048);
            return rsa.ExportSubjectPublicKeyInfo();
        }
    }

    [Breaks("T6")]
    public sealed class AnImportedKeySignsAtOnce(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
            => Keys.ImportToolKeyAsync(key, TimeSpan.Zero, cancellationToken);
    }

    [Breaks("T6")]
    public sealed class AnImportedKeyGetsANewId(ILtiStorage inner) : ToolKeyLayer(inner)
    {
        public override ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
            => Keys.ImportToolKeyAsync(key with { KeyId = $"{Guid.NewGuid():n}" }, announceFor, cancellationToken);
    }
}
