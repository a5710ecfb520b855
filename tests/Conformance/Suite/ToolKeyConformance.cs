using System.Security.Cryptography;
using System.Text.Json;
using CsCheck;
using Lti.Storage.Conformance.Model.Rotation;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests the storage of tool keys and a ring over it (rules T1 to T6).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class ToolKeyConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override LtiStorageOptions Options { get; } = new() { AllowUnprotectedSecrets = true };

    private IToolKeyStorage Keys => Find(Storage);

    [Fact, Rule("T1")]
    public async Task First_key_starts_at_once_and_the_next_one_after_its_announcement()
    {
        await Environment.FreezeAsync();
        Assert.True(await Keys.AddNextToolKeyAsync(ToolKeys.Any("first"), after: null, 2 * _day, 90 * _day, Token));
        Assert.True(await Keys.AddNextToolKeyAsync(ToolKeys.Any("second"), "first", 2 * _day, _hour, Token));

        var keys = await Keys.ListToolKeysAsync(Token);

        Assert.Equal([("first", TimeSpan.Zero), ("second", 2 * _day)], keys.Select(key => (key.KeyId, key.StartsIn!.Value)));
        Assert.All(keys, key => Assert.Equal(TimeSpan.Zero, key.Age));
    }

    [Fact, Rule("T3")]
    public async Task Next_key_starts_when_the_one_before_it_has_signed_for_its_time()
    {
        await Environment.FreezeAsync();
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("first"), after: null, 2 * _day, 90 * _day, Token);
        await Environment.PassAsync(50 * _day);
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("second"), "first", 2 * _day, 90 * _day, Token);

        var keys = await Keys.ListToolKeysAsync(Token);

        Assert.Equal([-50 * _day, 40 * _day], keys.Select(key => key.StartsIn!.Value));
        Assert.Equal([50 * _day, TimeSpan.Zero], keys.Select(key => key.Age));
    }

    [Fact, Rule("T1", "E4")]
    public async Task Stored_key_is_read_unchanged()
    {
        var key = ToolKeys.Any("kid with ünicode 🔑");
        await Keys.AddNextToolKeyAsync(key with { PrivateKey = new StoredSecret(key.PrivateKey.Bytes, IsProtected: true) }, after: null, _day, _day, Token);

        var read = Assert.Single(await Keys.ListToolKeysAsync(Token));

        Assert.Equal(key.KeyId, read.KeyId);
        Assert.Equal(key.PublicKey.ToArray(), read.PublicKey!.Value.ToArray());
        Assert.Equal(new StoredSecret(key.PrivateKey.Bytes, IsProtected: true), read.PrivateKey);
        Assert.False(read.IsRemoved);
    }

    [Fact, Rule("T2")]
    public async Task One_of_64_concurrent_callers_adds_the_first_key_and_one_the_next()
    {
        var nodes = (await NodesAsync()).Select(Find).ToArray();
        var added = await Race.RunAllAsync(
            async caller => await nodes[caller % 2].AddNextToolKeyAsync(ToolKeys.Any(), after: null, 2 * _day, 90 * _day, Token));
        var first = Assert.Single(await Keys.ListToolKeysAsync(Token)).KeyId;
        Assert.Single(added, static won => won);
        Assert.False(await Keys.AddNextToolKeyAsync(ToolKeys.Any(), "another", 2 * _day, 90 * _day, Token));
        added = await Race.RunAllAsync(
            async caller => await nodes[caller % 2].AddNextToolKeyAsync(ToolKeys.Any(), first, 2 * _day, 90 * _day, Token));
        Assert.Single(added, static won => won);

        var keys = await Keys.ListToolKeysAsync(Token);
        Assert.Equal(2, keys.Count);
        Assert.Single(keys, key => key.StartsIn > TimeSpan.Zero);
    }

    [Fact, Rule("T4")]
    public async Task Revoking_the_active_key_starts_the_next_one_and_erases_both_parts()
    {
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("first"), after: null, 2 * _day, 90 * _day, Token);
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("second"), "first", 2 * _day, 90 * _day, Token);

        Assert.True(await Keys.RevokeToolKeyAsync("first", Token));

        var keys = await Keys.ListToolKeysAsync(Token);
        var revoked = Assert.Single(keys, static key => key.IsRemoved);
        Assert.Equal(("first", null, null), (revoked.KeyId, revoked.PublicKey?.Length, revoked.PrivateKey));
        Assert.InRange(Assert.Single(keys, static key => key.KeyId == "second").StartsIn!.Value, -_hour, TimeSpan.Zero);
        Assert.False(await Keys.RevokeToolKeyAsync("first", Token));
        Assert.False(await Keys.RevokeToolKeyAsync("none", Token));
    }

    [Fact, Rule("T4")]
    public async Task Revoking_an_announced_or_a_retired_key_starts_no_other_one()
    {
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("first"), after: null, _day, _day, Token);
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("second"), "first", _day, _day, Token);
        await Environment.PassAsync(2 * _day);
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("third"), "second", _day, 9 * _day, Token);

        Assert.True(await Keys.RevokeToolKeyAsync("first", Token));
        Assert.True((await StartAsync("third")) > TimeSpan.Zero);

        Assert.True(await Keys.RevokeToolKeyAsync("third", Token));
        Assert.Null(await StartAsync("third"));
        Assert.InRange((await StartAsync("second"))!.Value, -2 * _day, -_hour);
    }

    [Fact, Rule("T1")]
    public async Task Key_that_follows_a_revoked_one_starts_at_once()
    {
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("first"), after: null, _day, _day, Token);
        await Environment.PassAsync(_hour);
        await Keys.RevokeToolKeyAsync("first", Token);

        Assert.False(await Keys.AddNextToolKeyAsync(ToolKeys.Any("second"), "first", _day, _day, Token));
        Assert.True(await Keys.AddNextToolKeyAsync(ToolKeys.Any("second"), after: null, _day, _day, Token));

        Assert.InRange((await StartAsync("second"))!.Value, -_hour, TimeSpan.Zero);
    }

    [Fact, Rule("T1", "T3", "T6")]
    public async Task Id_is_never_used_twice_even_after_its_key_is_deleted()
    {
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("first"), after: null, _hour, _hour, Token);
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("second"), "first", _hour, _hour, Token);
        await Environment.PassAsync(3 * _hour);
        Assert.Equal(0, await Keys.DeleteRetiredToolKeysAsync(3 * _hour, Token));
        Assert.Equal(1, await Keys.DeleteRetiredToolKeysAsync(_hour, Token));
        Assert.Equal(0, await Keys.DeleteRetiredToolKeysAsync(_hour, Token));

        foreach (var taken in new[] { "first", "second" })
        {
            var conflict = await Assert.ThrowsAsync<LtiConflictException>(() => Keys.ImportToolKeyAsync(ToolKeys.Any(taken), _hour, Token).AsTask());
            Assert.Equal((LtiEntity.ToolKey, taken), (conflict.Entity, conflict.Key));
        }

        Assert.Equal(["first", "second"], (await Keys.ListToolKeysAsync(Token)).Select(key => key.KeyId), StringComparer.Ordinal);
        Assert.Equal([true, false], (await Keys.ListToolKeysAsync(Token)).Select(key => key.IsRemoved));
    }

    [Fact, Rule("T6")]
    public async Task Imported_key_starts_at_once_in_an_empty_ring_and_after_its_announcement_otherwise()
    {
        await Environment.FreezeAsync();
        await Keys.ImportToolKeyAsync(ToolKeys.Any("a"), _day, Token);
        await Keys.AddNextToolKeyAsync(ToolKeys.Any("b"), "a", 2 * _day, _hour, Token);
        await Keys.ImportToolKeyAsync(ToolKeys.Any("c"), _day, Token);

        Assert.Equal(
            [("a", TimeSpan.Zero), ("c", _day), ("b", 2 * _day)],
            (await Keys.ListToolKeysAsync(Token)).Select(key => (key.KeyId, key.StartsIn!.Value)));
    }

    [Fact, Rule("T6", "T2")]
    public async Task All_of_64_concurrent_imports_of_different_ids_are_stored_and_one_of_the_same_id()
    {
        var nodes = (await NodesAsync()).Select(Find).ToArray();
        await Race.RunAllAsync(async caller =>
        {
            await nodes[caller % 2].ImportToolKeyAsync(ToolKeys.Any($"{caller}"), _day, Token);
            return true;
        });
        var same = await Race.RunAsync(async caller =>
        {
            await nodes[caller % 2].ImportToolKeyAsync(ToolKeys.Any("same"), _day, Token);
            return true;
        });

        Assert.Single(same, static result => result.Error is null);
        Assert.Equal(Race.Callers + 1, (await Keys.ListToolKeysAsync(Token)).Count);
        Assert.Single(await Keys.ListToolKeysAsync(Token), static key => key.StartsIn <= TimeSpan.Zero);
    }

    [Fact, Rule("T4", "T1")]
    public async Task Concurrent_revocations_and_additions_leave_at_most_one_key_that_waits()
    {
        var nodes = (await NodesAsync()).Select(Find).ToArray();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var id = $"{round}";
            await Keys.ImportToolKeyAsync(ToolKeys.Any(id), TimeSpan.Zero, Token);
            await Race.RunAllAsync(
                async caller => caller % 4 == 0
                    ? await nodes[caller % 8 / 4].RevokeToolKeyAsync(id, Token)
                    : await nodes[caller % 2].AddNextToolKeyAsync(ToolKeys.Any(), caller % 3 == 0 ? null : id, 2 * _day, 90 * _day, Token),
                callers: 16);

            var keys = await Keys.ListToolKeysAsync(Token);
            Assert.True(Assert.Single(keys, key => key.KeyId == id).IsRemoved);
            Assert.InRange(keys.Count(static key => key.StartsIn > TimeSpan.Zero && !key.IsRemoved), 0, 1);
        }
    }

    [Fact, Rule("E2", "E5")]
    public async Task Bad_input_and_a_cancelled_token_are_refused_before_anything_is_stored()
    {
        var key = ToolKeys.Any();
        var minute = TimeSpan.FromMinutes(1);
        Func<Task>[] refused =
        [
            () => Keys.AddNextToolKeyAsync(null!, after: null, minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key with { KeyId = "" }, after: null, minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key with { KeyId = new string('k', 256) }, after: null, minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key with { KeyId = "k\0" }, after: null, minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key with { PublicKey = default }, after: null, minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key with { PrivateKey = null! }, after: null, minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key with { PrivateKey = new StoredSecret(new byte[65_537], true) }, after: null, minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key, after: null, -minute, minute, Token).AsTask(),
            () => Keys.AddNextToolKeyAsync(key, after: null, minute, TimeSpan.MaxValue, Token).AsTask(),
            () => Keys.ImportToolKeyAsync(key with { KeyId = "\ud800" }, minute, Token).AsTask(),
            () => Keys.ImportToolKeyAsync(key, -minute, Token).AsTask(),
            () => Keys.RevokeToolKeyAsync("", Token).AsTask(),
            () => Keys.RevokeToolKeyAsync(null!, Token).AsTask(),
            () => Keys.DeleteRetiredToolKeysAsync(-minute, Token).AsTask(),
        ];
        var cancelled = new CancellationToken(canceled: true);
        Func<Task>[] stopped =
        [
            () => Keys.ListToolKeysAsync(cancelled).AsTask(),
            () => Keys.AddNextToolKeyAsync(key, after: null, minute, minute, cancelled).AsTask(),
            () => Keys.ImportToolKeyAsync(key, minute, cancelled).AsTask(),
            () => Keys.RevokeToolKeyAsync(key.KeyId, cancelled).AsTask(),
            () => Keys.DeleteRetiredToolKeysAsync(minute, cancelled).AsTask(),
        ];
        foreach (var call in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(call);
        }

        foreach (var call in stopped)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Empty(await Keys.ListToolKeysAsync(Token));
    }

    [Fact, Rule("E8")]
    public async Task Without_protection_no_private_key_is_stored_unless_the_options_allow_it()
    {
        await using var strict = await Fixture.CreateAsync(new LtiStorageOptions());
        var keys = Find(strict.Storage);
        var key = ToolKeys.Any("kid");
        foreach (var call in new Func<Task>[]
        {
            () => keys.AddNextToolKeyAsync(key, after: null, _day, _day, Token).AsTask(),
            () => keys.ImportToolKeyAsync(key, _day, Token).AsTask(),
        })
        {
            var error = await Assert.ThrowsAsync<LtiSecretException>(call);
            Assert.Equal((LtiEntity.ToolKey, "kid"), (error.Entity, error.Key));
            Assert.Contains("ProtectSecrets()", error.Message, StringComparison.Ordinal);
            Assert.Contains("AllowUnprotectedSecrets", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await keys.ListToolKeysAsync(Token));
        Assert.True(await keys.AddNextToolKeyAsync(key with { PrivateKey = key.PrivateKey with { IsProtected = true } }, after: null, _day, _day, Token));
    }

    [Fact, Rule("T1", "T3", "T5")]
    public async Task Ring_publishes_a_key_before_it_signs_and_after()
    {
        await Environment.FreezeAsync();
        using var ring = Ring(Storage);
        var first = (await ring.GetSigningKeyAsync(Token)).KeyId;
        await Environment.PassAsync(87 * _day);
        Assert.False(await ring.RotateIfDueAsync(Token));
        await Environment.PassAsync(_day);
        Assert.True(await ring.RotateIfDueAsync(Token));
        Assert.False(await ring.RotateIfDueAsync(Token));
        var next = Assert.Single(await ring.ListAsync(Token), static key => key.State == ToolKeyState.Announced).KeyId;
        Assert.Equal(first, (await ring.GetSigningKeyAsync(Token)).KeyId);
        Assert.Equal(new[] { first, next }.Order(StringComparer.Ordinal), await PublishedAsync(ring), StringComparer.Ordinal);

        await Environment.PassAsync((2 * _day) - Environment.ClockStep);
        Assert.Equal(first, (await ring.GetSigningKeyAsync(Token)).KeyId);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(next, (await ring.GetSigningKeyAsync(Token)).KeyId);
        Assert.Equal(new[] { first, next }.Order(StringComparer.Ordinal), await PublishedAsync(ring), StringComparer.Ordinal);

        await Environment.PassAsync((14 * _day) - Environment.ClockStep);
        Assert.Contains(first, await PublishedAsync(ring), StringComparer.Ordinal);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal([next], await PublishedAsync(ring));
        await ring.RotateIfDueAsync(Token);
        Assert.Equal([ToolKeyState.Deleted, ToolKeyState.Active], (await ring.ListAsync(Token)).Select(static key => key.State));
    }

    [Fact, Rule("T1", "T2")]
    public async Task Sixty_four_callers_on_two_nodes_sign_with_one_first_key()
    {
        var rings = (await NodesAsync()).Select(Ring).ToArray();

        var signing = await Race.RunAllAsync(async caller => (await rings[caller % 2].GetSigningKeyAsync(Token)).KeyId);

        Assert.Single(signing.Distinct(StringComparer.Ordinal));
        Assert.Single(await Keys.ListToolKeysAsync(Token));
        Assert.Equal((await rings[0].GetJwksAsync(Token)).Utf8Json.ToArray(), (await rings[1].GetJwksAsync(Token)).Utf8Json.ToArray());
        Assert.Equal((await rings[0].GetJwksAsync(Token)).ETag, (await rings[1].GetJwksAsync(Token)).ETag);
    }

    [Fact, Rule("T2")]
    public async Task Rotations_of_64_callers_on_two_nodes_make_one_next_key()
    {
        var rings = (await NodesAsync()).Select(Ring).ToArray();
        await rings[0].GetSigningKeyAsync(Token);
        await Environment.PassAsync(89 * _day);

        var made = await Race.RunAllAsync(async caller => await rings[caller % 2].RotateIfDueAsync(Token), callers: 8);

        Assert.Single(made, static won => won);
        Assert.Equal(2, (await Keys.ListToolKeysAsync(Token)).Count);
    }

    [Fact, Rule("T4", "T5")]
    public async Task Revoked_key_is_neither_published_nor_used_and_the_next_one_signs_at_once()
    {
        using var ring = Ring(Storage);
        using var other = Ring((await NodesAsync())[1]);
        var first = (await ring.GetSigningKeyAsync(Token)).KeyId;
        Assert.Equal(first, (await other.GetSigningKeyAsync(Token)).KeyId);

        Assert.True(await ring.RevokeAsync(first, Token));

        var second = (await ring.GetSigningKeyAsync(Token)).KeyId;
        Assert.NotEqual(first, second, StringComparer.Ordinal);
        Assert.Equal([second], await PublishedAsync(ring));
        Assert.True(await ring.RotateAsync(Token));
        Assert.False(await ring.RotateAsync(Token));
        var third = Assert.Single(await ring.ListAsync(Token), static key => key.State == ToolKeyState.Announced).KeyId;
        Assert.True(await ring.RevokeAsync(second, Token));
        Assert.Equal(third, (await ring.GetSigningKeyAsync(Token)).KeyId);
        Assert.Equal([third], await PublishedAsync(ring));
        Assert.False(await ring.RevokeAsync(first, Token));

        await Environment.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(third, (await other.GetSigningKeyAsync(Token)).KeyId);
        Assert.Equal([third], await PublishedAsync(other));
    }

    [Fact, Rule("T5")]
    public async Task Key_set_has_public_members_only_and_verifies_what_the_ring_signs()
    {
        using var ring = Ring(Storage);
        var set = await ring.GetJwksAsync(Token);
        var signing = await ring.GetSigningKeyAsync(Token);
        var signature = signing.Sign("header.payload"u8);

        var key = Assert.Single(JsonElement.Parse(set.Utf8Json.Span).GetProperty("keys").EnumerateArray());
        Assert.Equal(["kty", "use", "alg", "kid", "n", "e"], key.EnumerateObject().Select(static member => member.Name), StringComparer.Ordinal);
        Assert.Equal(signing.KeyId, key.GetProperty("kid").GetString());
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
            Exponent = System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
        });
        Assert.True(rsa.VerifyData("header.payload"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Matches("^\"[^\"]+\"$", set.ETag);
        Assert.InRange(set.MaxAge, TimeSpan.FromMinutes(1), _day);
    }

    [Fact, Rule("T6")]
    public async Task Imported_pem_keeps_its_id_and_signs_first()
    {
        using var rsa = ToolKeys.CreateRsa();
        using var ring = Ring(Storage);

        await ring.ImportAsync(rsa.ExportPkcs8PrivateKeyPem(), "old-key", Token);

        var signing = await ring.GetSigningKeyAsync(Token);
        Assert.Equal("old-key", signing.KeyId);
        Assert.True(rsa.VerifyData("x"u8, signing.Sign("x"u8), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        await Assert.ThrowsAsync<LtiConflictException>(() => ring.ImportAsync(rsa.ExportRSAPrivateKeyPem(), "old-key", Token));
        Assert.Single(await ring.ListAsync(Token));
    }

    [Fact, Rule("T1", "T2", "T3", "T4", "T5", "T6")]
    public async Task Every_sequence_of_rotations_signs_with_one_key_that_is_published_before_and_after()
        => await Gen.Select(RotationSteps.Options, RotationSteps.Sequences).SampleAsync(
            RotateAsync,
            iter: Math.Max(10, Fixture.ModelSequences / 20),
            threads: 1,
            print: static run => string.Join('\n', run.Item2.Select(static step => step.Name).Prepend(
                $"{nameof(ToolKeyOptions.RotateEvery)} {run.Item1.RotateEvery}, {nameof(ToolKeyOptions.AnnounceFor)} {run.Item1.AnnounceFor}, "
                    + $"{nameof(ToolKeyOptions.RetireFor)} {run.Item1.RetireFor}")));

    private async Task RotateAsync((ToolKeyOptions Options, RotationStep[] Steps) generated)
    {
        Token.ThrowIfCancellationRequested();
        await using var environment = await Fixture.CreateAsync(Options);
        await environment.FreezeAsync();
        var other = environment.NodesAgreeAtOnce ? await OpenSecondNodeAsync(environment) : environment.Storage;
        using var run = new RotationRun(environment, [environment.Storage, other], generated.Options);
        await run.CheckAsync();
        foreach (var step in generated.Steps)
        {
            await step.RunAsync(run);
        }
    }

    private static IToolKeyStorage Find(ILtiStorage storage) => storage.GetService<IToolKeyStorage>()
        ?? throw new InvalidOperationException("The storage does not implement IToolKeyStorage. Implement it, or name the rules T1 to T6 in NotApplicableRules.");

    private static async Task<IReadOnlyList<string>> PublishedAsync(ToolKeyRing ring)
        => [.. JsonElement.Parse((await ring.GetJwksAsync(Token)).Utf8Json.Span).GetProperty("keys").EnumerateArray().Select(static key => key.GetProperty("kid").GetString()!)];

    // The node's clock only measures elapsed time. It is the one that the environment moves.
    private ToolKeyRing Ring(ILtiStorage storage)
        => new(Find(storage), options: null, protector: null, storage.GetService<IInvalidationSource>(), Environment.CallerClock, ToolKeys.CreateRsa);

    private async Task<TimeSpan?> StartAsync(string keyId)
        => Assert.Single(await Keys.ListToolKeysAsync(Token), key => key.KeyId == keyId).StartsIn;
}
