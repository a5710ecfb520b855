using System.Security.Cryptography;
using System.Text;
using Lti.Storage.InMemory;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Lti.Storage.DataProtection.Tests;

public sealed class ProtectorTests
{
    private static readonly SecretPurpose _purpose = new("tool_keys", "a");

    private readonly DataProtectionSecretProtector _protector = new(new EphemeralDataProtectionProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Protected_secret_is_unprotected_for_its_own_row_only()
    {
        var stored = _protector.Protect("secret-canary"u8, _purpose);

        Assert.DoesNotContain("secret-canary", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.Equal("secret-canary"u8, _protector.Unprotect(stored, _purpose));
        Assert.ThrowsAny<CryptographicException>(() => _protector.Unprotect(stored, _purpose with { Id = "b" }));
        Assert.ThrowsAny<CryptographicException>(() => _protector.Unprotect(stored, _purpose with { Table = "access_tokens" }));
        stored[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => _protector.Unprotect(stored, _purpose));
    }

    [Fact]
    public async Task Stored_private_key_is_protected_and_no_row_shows_it()
    {
        await using var storage = new InMemoryLtiStorage();
        using var ring = new ToolKeyRing(storage, protector: _protector);
        var signing = await ring.GetSigningKeyAsync(Token);

        var stored = Assert.Single(await storage.ListToolKeysAsync(Token));

        Assert.True(stored.PrivateKey!.IsProtected);
        Assert.Equal(signing.Rsa.ExportPkcs8PrivateKey(), _protector.Unprotect(stored.PrivateKey.Bytes.Span, new SecretPurpose("tool_keys", stored.KeyId)));
        var secret = signing.Rsa.ExportParameters(includePrivateParameters: true).D!;
        Assert.Equal(-1, stored.PrivateKey.Bytes.Span.IndexOf(secret));
        Assert.Equal(-1, stored.PublicKey!.Value.Span.IndexOf(secret));
        Assert.Equal(-1, (await ring.GetJwksAsync(Token)).Utf8Json.Span.IndexOf(Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(secret))));
    }

    [Fact]
    public async Task Private_key_that_is_moved_to_another_row_is_unreadable()
    {
        await using var storage = new InMemoryLtiStorage();
        using (var ring = new ToolKeyRing(storage, protector: _protector))
        {
            await ring.GetSigningKeyAsync(Token);
        }

        var stored = Assert.Single(await storage.ListToolKeysAsync(Token));
        await using var other = new InMemoryLtiStorage();
        await other.ImportToolKeyAsync(
            new NewToolKey { KeyId = "moved", PublicKey = stored.PublicKey!.Value, PrivateKey = stored.PrivateKey! }, TimeSpan.Zero, Token);
        using var moved = new ToolKeyRing(other, protector: _protector);

        var error = await Assert.ThrowsAsync<LtiSecretException>(() => moved.GetSigningKeyAsync(Token).AsTask());
        Assert.Equal((LtiEntity.ToolKey, "moved"), (error.Entity, error.Key));
    }

    [Fact]
    public async Task Lost_protection_keys_are_a_typed_error_and_revoking_the_tool_key_recovers()
    {
        await using var storage = new InMemoryLtiStorage();
        using var before = new ToolKeyRing(storage, protector: _protector);
        var lost = (await before.GetSigningKeyAsync(Token)).KeyId;
        using var after = new ToolKeyRing(storage, protector: new DataProtectionSecretProtector(new EphemeralDataProtectionProvider()));

        var error = await Assert.ThrowsAsync<LtiSecretException>(() => after.GetSigningKeyAsync(Token).AsTask());
        Assert.Equal(lost, error.Key);
        Assert.NotEmpty((await after.GetJwksAsync(Token)).Utf8Json.ToArray());
        Assert.True(await after.RevokeAsync(lost, Token));
        Assert.NotEqual(lost, (await after.GetSigningKeyAsync(Token)).KeyId, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_a_protector_the_message_says_what_to_add()
    {
        await using var storage = new InMemoryLtiStorage();
        using var ring = new ToolKeyRing(storage);

        var error = await Assert.ThrowsAsync<LtiSecretException>(() => ring.GetSigningKeyAsync(Token).AsTask());

        Assert.Contains("ProtectSecrets()", error.Message, StringComparison.Ordinal);
        Assert.Empty(await storage.ListToolKeysAsync(Token));
    }

    [Fact]
    public async Task Each_named_storage_has_its_protector()
    {
        var services = new ServiceCollection();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddLtiStorage().UseInMemory().ProtectSecrets();
        var north = services.AddLtiStorage("north").UseInMemory().ProtectSecrets();
        services.AddLtiStorage("south").UseInMemory();

        await using var provider = services.BuildServiceProvider();

        Assert.IsType<DataProtectionSecretProtector>(provider.GetRequiredService<ISecretProtector>());
        Assert.IsType<DataProtectionSecretProtector>(provider.GetRequiredKeyedService<ISecretProtector>("north"));
        Assert.Null(provider.GetKeyedService<ISecretProtector>("south"));
        Assert.Throws<InvalidOperationException>(() => north.ProtectSecrets());
    }

    [Fact]
    public void Missing_data_protection_is_named()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory().ProtectSecrets();
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<ISecretProtector>());

        Assert.Contains("AddDataProtection()", error.Message, StringComparison.Ordinal);
    }
}
