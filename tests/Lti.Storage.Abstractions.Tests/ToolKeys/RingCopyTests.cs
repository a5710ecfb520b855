using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Abstractions.Tests.ToolKeys;

/// <summary>Tests when a node reads the ring again, and what it does while the storage is down.</summary>
public sealed class RingCopyTests
{
    private readonly KeyStorage _storage = new();
    private readonly InvalidationHub _hub = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hit_reads_nothing_and_allocates_nothing()
    {
        using var ring = Ring();
        await ring.GetSigningKeyAsync(Token);
        await ring.GetJwksAsync(Token);
        var lists = _storage.Lists;
        Assert.Equal(0, Allocation.OfThousandCalls(() => IsComplete(ring.GetSigningKeyAsync(Token))));
        Assert.Equal(0, Allocation.OfThousandCalls(() => IsComplete(ring.GetJwksAsync(Token))));
        Assert.Equal(lists, _storage.Lists);
    }

    [Fact]
    public async Task Ring_is_read_again_after_a_report_and_when_the_copy_is_old()
    {
        using var ring = Ring();
        await ring.GetSigningKeyAsync(Token);
        var lists = _storage.Lists;

        _hub.ToolKeysChanged();
        await ring.GetSigningKeyAsync(Token);
        Assert.Equal(lists + 1, _storage.Lists);

        _hub.EverythingChanged();
        await ring.GetSigningKeyAsync(Token);
        Assert.Equal(lists + 2, _storage.Lists);

        _time.Advance(TimeSpan.FromMinutes(2));
        await ring.GetSigningKeyAsync(Token);
        Assert.Equal(lists + 3, _storage.Lists);
    }

    [Fact]
    public async Task Copy_goes_on_and_follows_its_times_while_the_storage_is_down()
    {
        using var ring = Ring();
        var first = await ring.GetSigningKeyAsync(Token);
        using var rsa = RSA.Create(2048);
        await ring.ImportAsync(rsa.ExportPkcs8PrivateKeyPem(), "next", Token);
        _storage.Listed =
        [
            KeyStorage.Started(_storage.Added.First(), TimeSpan.FromDays(-1)),
            KeyStorage.Started(_storage.Added.Last(), TimeSpan.FromHours(1)),
        ];
        Assert.Equal(first.KeyId, (await ring.GetSigningKeyAsync(Token)).KeyId);

        _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.NotApplied);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(first.KeyId, (await ring.GetSigningKeyAsync(Token)).KeyId);
        _hub.EverythingChanged();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("next", (await ring.GetSigningKeyAsync(Token)).KeyId);
        Assert.Contains("next", System.Text.Encoding.UTF8.GetString((await ring.GetJwksAsync(Token)).Utf8Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outage_at_the_first_read_is_an_error_and_the_next_call_recovers()
    {
        using var ring = Ring();
        _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.NotApplied);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => ring.GetSigningKeyAsync(Token).AsTask());

        _storage.Failure = null;

        Assert.NotNull(await ring.GetSigningKeyAsync(Token));
    }

    [Fact]
    public void Text_forms_show_no_key()
    {
        using var rsa = RSA.Create(2048);
        var secret = new StoredSecret(rsa.ExportPkcs8PrivateKey(), IsProtected: false);

        Assert.Equal($"unprotected secret of {secret.Bytes.Length} bytes", secret.ToString());
        Assert.DoesNotContain("canary", new StoredSecret("canary"u8.ToArray(), IsProtected: true).ToString(), StringComparison.Ordinal);
    }

    private static bool IsComplete<T>(ValueTask<T> call) => call.IsCompletedSuccessfully;

    private ToolKeyRing Ring() => new(_storage, invalidation: _hub, timeProvider: _time);
}
