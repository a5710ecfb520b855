using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.ForeignValues;

/// <summary>Tests expiries of another program that .NET or a lifetime cannot hold.</summary>
public sealed class InstantTests
{
    private const string Issuer = "https://lms.example.edu";

    // The first two groups are at or beyond the first and last instants of .NET.
    private static readonly string[] _future = ["'infinity'", "'294276-12-31 23:59:59.999999+00'", "'10000-01-01 00:00:00+00'", "'9999-12-31 23:59:59.999999+00'"];
    private static readonly string[] _past = ["'-infinity'", "'4713-01-01 00:00:00+00 BC'", "'0001-01-01 00:00:00+00 BC'", "'0001-01-01 00:00:00+00'"];
    private static readonly string[] _usual = ["now() + interval '1 hour'"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gets every server with batched and single statements.</summary>
    public static MatrixTheoryData<ServerVersion, bool> Variants { get; } = new([ServerVersion.Usual, ServerVersion.Newer], [false, true]);

    [Theory, Rule("S2", "S3", "S4", "K1")]
    [MemberData(nameof(Variants))]
    public async Task Session_with_an_expiry_beyond_all_lifetimes_gets_the_longest_one(ServerVersion version, bool batches)
    {
        await using var database = await MigratedAsync(version);
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var storage = Open(database, batches, clock);
        var future = await AddAsync(database, "sessions", [.. _future, .. _usual]);
        var past = await AddAsync(database, "sessions", _past);

        var found = await Task.WhenAll(future.Concat(past).Select(id => storage.FindSessionAsync(id, Token).AsTask()));
        var listed = await storage.ListSessionsAsync(new SessionFilter { Issuer = Issuer }, cancellationToken: Token).ToListAsync(Token);

        var longest = clock.GetUtcNow() + LtiLimits.MaxLifetime;
        Assert.Equal(_future.Select(_ => (DateTimeOffset?)longest), found.Take(_future.Length).Select(session => session!.ExpiresAt));
        Assert.InRange(found[_future.Length]!.ExpiresAt!.Value, clock.GetUtcNow(), clock.GetUtcNow().AddHours(1));
        Assert.All(found.Skip(future.Count), Assert.Null);
        Assert.Equal(future.Order(), listed.Select(session => session.Id).Order());
        Assert.Equal(_future.Length, listed.Count(session => session.ExpiresAt == longest));

        // A renewal neither shortens a lifetime nor revives an expired session.
        Assert.All(future, id => Assert.True(storage.RenewSessionAsync(id, TimeSpan.FromMinutes(1), Token).AsTask().GetAwaiter().GetResult()));
        Assert.False(await storage.RenewSessionAsync(past[0], cancellationToken: Token));
        Assert.Equal(longest, (await storage.FindSessionAsync(future[0], Token))!.ExpiresAt);

        Assert.True(await storage.DeleteSessionAsync(future[0], Token));
        Assert.False(await storage.DeleteSessionAsync(past[0], Token));
        Assert.Equal(_past.Length - 1, (await storage.CleanupAsync(Token)).Sessions);
        Assert.Equal(future.Count - 1, await storage.DeleteSessionsAsync(new SessionFilter { Issuer = Issuer }, Token));
    }

    [Theory, Rule("R2", "R3", "R4", "K1")]
    [MemberData(nameof(Variants))]
    public async Task Registration_session_with_an_expiry_beyond_all_lifetimes_gets_the_longest_one(ServerVersion version, bool batches)
    {
        await using var database = await MigratedAsync(version);
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var storage = Open(database, batches, clock);
        var future = await AddAsync(database, "registration_sessions", _future);
        var past = await AddAsync(database, "registration_sessions", _past);
        var longest = clock.GetUtcNow() + LtiLimits.MaxLifetime;

        Assert.Equal(longest, (await storage.FindRegistrationSessionAsync(future[0], Token))!.ExpiresAt);
        Assert.Null(await storage.FindRegistrationSessionAsync(past[0], Token));
        Assert.True(await storage.DeleteRegistrationSessionAsync(future[1], Token));
        Assert.False(await storage.DeleteRegistrationSessionAsync(past[1], Token));
        Assert.Null(await storage.ConsumeRegistrationSessionAsync(past[0], Token));
        Assert.Equal(_past.Length - 2, (await storage.CleanupAsync(Token)).RegistrationSessions);
        foreach (var id in future.Except([future[1]]))
        {
            Assert.Equal(longest, (await storage.ConsumeRegistrationSessionAsync(id, Token))!.ExpiresAt);
        }
    }

    [Theory, Rule("N1", "N2", "N4", "N5", "L5", "K1")]
    [MemberData(nameof(Variants))]
    public async Task Nonce_expiring_at_infinity_never_expires_and_one_at_minus_infinity_has_expired(ServerVersion version, bool batches)
    {
        await using var database = await MigratedAsync(version);
        await using var storage = Open(database, batches, TimeProvider.System);
        foreach (var (name, instants) in new[] { ("future", _future), ("past", _past) })
        {
            for (var i = 0; i < instants.Length; i++)
            {
                foreach (var use in new[] { "consumed", "completed", "stored", "claimed" })
                {
                    await database.ExecuteAsync($"INSERT INTO nonces (nonce, expires_at) VALUES ('{name} {i} {use}', {instants[i]})");
                }
            }
        }

        for (var i = 0; i < _future.Length; i++)
        {
            await Assert.ThrowsAsync<LtiConflictException>(() => storage.StoreNonceAsync($"future {i} stored", cancellationToken: Token).AsTask());
            Assert.False(await storage.ClaimNonceAsync($"future {i} claimed", cancellationToken: Token));
            Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync($"future {i} consumed", Token));
            Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync($"future {i} consumed", Token));
            Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync($"future {i} completed", Sample.Session(), cancellationToken: Token));
            await storage.StoreNonceAsync($"past {i} stored", cancellationToken: Token);
            Assert.True(await storage.ClaimNonceAsync($"past {i} claimed", cancellationToken: Token));
            Assert.Equal(NonceOutcome.Expired, await storage.ConsumeNonceAsync($"past {i} consumed", Token));
            Assert.Equal(NonceOutcome.Expired, await storage.CompleteLaunchAsync($"past {i} completed", Sample.Session(), cancellationToken: Token));
        }

        Assert.Equal(2 * _past.Length, (await storage.CleanupAsync(Token)).Nonces);
        Assert.Equal(4L * _future.Length, await database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE nonce LIKE 'future%'"));
    }

    [Theory, Rule("N2")]
    [InlineData("'infinity'")]
    [InlineData("'-infinity'")]
    [InlineData("'294276-12-31 23:59:59.999999+00'")]
    public async Task Nonce_used_at_any_instant_is_used(string usedAt)
    {
        await using var database = await MigratedAsync(ServerVersion.Usual);
        await using var storage = Open(database, batches: false, TimeProvider.System);
        await database.ExecuteAsync($"INSERT INTO nonces (nonce, expires_at, used_at) VALUES ('used', now() + interval '1 hour', {usedAt})");

        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync("used", Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.CompleteLaunchAsync("used", Sample.Session(), cancellationToken: Token));
        Assert.False(await storage.ClaimNonceAsync("used", cancellationToken: Token));
    }

    private static async Task<TestDatabase> MigratedAsync(ServerVersion version)
    {
        var database = await TestDatabase.CreateAsync(version);
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(Token);
        return database;
    }

    private static PostgreSqlLtiStorage Open(TestDatabase database, bool batches, TimeProvider clock) => new(
        new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString, BatchCalls = batches }, timeProvider: clock);

    private static async Task<List<Guid>> AddAsync(TestDatabase database, string table, IReadOnlyList<string> expiries)
    {
        List<Guid> ids = [];
        foreach (var expiry in expiries)
        {
            var id = Guid.NewGuid();
            await database.ExecuteAsync($"""
                INSERT INTO {table} (id, data, expires_at)
                VALUES ('{id}', jsonb_build_object('platform', jsonb_build_object('issuer', '{Issuer}')), {expiry})
                """);
            ids.Add(id);
        }

        return ids;
    }
}
