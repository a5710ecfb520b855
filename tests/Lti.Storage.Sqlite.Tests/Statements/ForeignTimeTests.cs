using System.Globalization;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Statements;

/// <summary>Walks all times of the file with values that only another program writes.</summary>
/// <remarks>An expiry is at most the longest lifetime away. Another time that .NET can't hold is an error that names its row.</remarks>
public sealed class ForeignTimeTests : IAsyncLifetime
{
    private static readonly string[] _expiries =
    [
        "nonces.expires_at", "sessions.expires_at", "registration_sessions.expires_at", "access_tokens.expires_at",
        "access_tokens.token_until", "access_tokens.retry_at", "access_tokens.leased_until",
    ];

    private static readonly string[] _instants = ["tool_keys.added_at", "tool_keys.starts_at", "access_tokens.stored_at"];

    private static readonly string[] _keySets =
    [
        "platform_key_sets.expires_at", "platform_key_sets.leased_until", "platform_key_sets.retry_at", "platform_key_sets.fetched_at",
        "platform_key_sets.fresh_until", "platform_key_sets.usable_until",
    ];

    // The journal of migrations is for people: the library never reads its times.
    private static readonly string[] _unread = ["lti_storage_migrations.applied_at"];

    private readonly TemporaryFolder _folder = new();
    private SqliteLtiStorage? _storage;
    private OtherProgram? _other;
    private LtiLogin? _login;
    private LtiSession? _session;
    private LtiRegistrationSession? _registration;
    private AccessTokenRequest? _request;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _storage = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = _folder.ConnectionString }, new LtiStorageOptions { AllowUnprotectedSecrets = true });
        _other = new OtherProgram(_folder.File);
        (_login, _session, _registration) = (Any.Login(), Any.Session(), Any.Registration(Guid.NewGuid()));
        await Storage.BeginLoginAsync(_login, null, Token);
        await Storage.AddSessionAsync(_session, null, Token);
        await Storage.SaveRegistrationSessionAsync(_registration, null, Token);
        _request = await TokenSamples.AddClientAsync(Storage, Token);
        var lease = Guid.NewGuid();
        await Storage.LeaseAccessTokenAsync(_request, lease, TimeSpan.Zero, TimeSpan.FromMinutes(1), Token);
        await Storage.StoreAccessTokenAsync(_request, lease, TokenSamples.New(TimeSpan.FromHours(1)), Token);
        await Storage.ImportToolKeyAsync(ToolKeys.Any(), TimeSpan.FromHours(1), Token);
        _other.Run("PRAGMA ignore_check_constraints = ON; UPDATE tool_keys SET number = 7");
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _other!.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_time_of_the_tables_is_walked()
    {
        var columns = _other!.ReadAll(
            """
            SELECT tables.name || '.' || columns.name
            FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND (columns.name LIKE '%\_at' ESCAPE '\' OR columns.name LIKE '%\_until' ESCAPE '\')
            """);

        Assert.Equal([.. _expiries.Concat(_instants).Concat(_keySets).Concat(_unread).Order(StringComparer.Ordinal)], columns.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory, Rule("E3", "E8")]
    [InlineData(long.MinValue)]
    [InlineData(-77_777_777_777)]
    [InlineData(3_155_378_976_000_000_000)]
    [InlineData(long.MaxValue)]
    public async Task Time_that_dotnet_cannot_hold_is_an_error_that_names_its_row(long ticks)
    {
        foreach (var column in _instants)
        {
            Write(column, ticks);
            Func<Task> read = column.StartsWith("tool_keys", StringComparison.Ordinal)
                ? async () => await Storage.ListToolKeysAsync(Token)
                : async () => await Storage.ListAccessTokensAsync(cancellationToken: Token).ToListAsync(Token);

            var error = await Assert.ThrowsAsync<LtiStorageException>(read);

            var row = column.StartsWith("tool_keys", StringComparison.Ordinal)
                ? "The row 7 of the table tool_keys in"
                : $"The row of the table access_tokens with the client_key {(await FindClientAsync()).Id.Value} in";
            Assert.StartsWith(row, error.Message, StringComparison.Ordinal);
            Assert.Null(error.InnerException);
            Assert.DoesNotContain(ticks.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
            Write(column, DateTimeOffset.UnixEpoch.UtcTicks);
            await read();
        }
    }

    [Fact, Rule("E7")]
    public async Task Expiry_beyond_the_longest_lifetime_reads_as_the_longest()
    {
        foreach (var column in _expiries.Where(static column => column.EndsWith("expires_at", StringComparison.Ordinal)))
        {
            Write(column, long.MaxValue);
        }

        Write("access_tokens.token_until", long.MaxValue);

        var limit = TimeProvider.System.GetUtcNow() + LtiLimits.MaxLifetime;
        DateTimeOffset?[] expiries =
        [
            (await Storage.FindLoginAsync(_login!.State, Token))!.ExpiresAt,
            (await Storage.FindSessionAsync(_session!.Id, Token))!.ExpiresAt,
            (await Storage.FindRegistrationSessionAsync(_registration!.Id, Token))!.ExpiresAt,
            (await Storage.ListSessionsAsync(new SessionFilter { Issuer = _session.Platform.Issuer! }, null, Token).FirstAsync(Token)).ExpiresAt,
        ];
        Assert.All(expiries, expiry => Assert.InRange(expiry!.Value, limit.AddMinutes(-1), limit.AddMinutes(5)));
        Assert.Equal(LtiLimits.MaxLifetime, (await LeaseAsync()).Token!.ExpiresIn);
        Assert.Equal(LtiLimits.MaxLifetime, (await Storage.ListAccessTokensAsync(null, Token).FirstAsync(Token)).ExpiresIn);
        Write("access_tokens.token_until", 0);
        Write("access_tokens.leased_until", long.MaxValue);
        Assert.Equal((AccessTokenOutcome.LeasedByAnother, LtiLimits.MaxLifetime), Rest(await LeaseAsync()));
        Write("access_tokens.retry_at", long.MaxValue);
        Assert.Equal((AccessTokenOutcome.Postponed, LtiLimits.MaxLifetime), Rest(await LeaseAsync()));
    }

    [Fact, Rule("S2", "G4", "K1")]
    public async Task Expiry_before_all_times_has_expired()
    {
        // The row of the token stays, since its own expiry counts in a listing.
        foreach (var column in _expiries.Where(static column => column != "access_tokens.expires_at"))
        {
            Write(column, long.MinValue);
        }

        Assert.Null(await Storage.FindLoginAsync(_login!.State, Token));
        Assert.Null(await Storage.FindSessionAsync(_session!.Id, Token));
        Assert.Null(await Storage.FindRegistrationSessionAsync(_registration!.Id, Token));
        Assert.True((await Storage.ListAccessTokensAsync(null, Token).SingleAsync(Token)).ExpiresIn < TimeSpan.Zero);
        Assert.InRange(await Storage.GetBacklogAgeAsync(Token), TimeSpan.FromDays(365 * 2000), TimeSpan.MaxValue);
        Write("access_tokens.expires_at", long.MinValue);

        var removed = await Storage.CleanupAsync(Token);

        Assert.Equal((1, 1, 1), (removed.Nonces, removed.Sessions, removed.RegistrationSessions));
        Assert.Equal(TimeSpan.Zero, await Storage.GetBacklogAgeAsync(Token));
    }

    [Theory, Rule("E7", "P1", "P3")]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task Time_of_a_key_set_reads_as_passed_or_as_the_longest(long ticks)
    {
        var (url, lease) = (KeySetSamples.Url(), Guid.NewGuid());
        await Storage.LeasePlatformKeySetAsync(url, lease, TimeSpan.FromMinutes(1), cancellationToken: Token);
        Assert.True(await Storage.StorePlatformKeySetAsync(url, lease, KeySetSamples.New(KeySetSamples.Utf8("a")), Token));

        foreach (var column in _keySets)
        {
            Write(column, ticks);
            var found = await Storage.LeasePlatformKeySetAsync(url, Guid.NewGuid(), TimeSpan.FromMinutes(1), cancellationToken: Token);

            TimeSpan[] spans = [found.RetryIn, found.Set?.FreshFor ?? TimeSpan.Zero, found.Set?.UsableFor ?? TimeSpan.Zero];
            Assert.All(spans, static span => Assert.InRange(span, TimeSpan.Zero, LtiLimits.MaxLifetime));
            Assert.True(found.Set is null || found.Set.Age >= TimeSpan.Zero);
        }
    }

    private static (AccessTokenOutcome Outcome, TimeSpan? Wait) Rest(AccessTokenLookup lookup) => (lookup.Outcome, lookup.RetryIn);

    private void Write(string column, long ticks)
    {
        var parts = column.Split('.');
        var lease = parts[1] == "leased_until" ? ", lease_id = randomblob(16)" : "";
        _other!.Run(string.Create(CultureInfo.InvariantCulture, $"UPDATE {parts[0]} SET {parts[1]} = {ticks}{lease}"));
    }

    private async Task<LtiClient> FindClientAsync() => (await Storage.FindClientAsync(_request!.Issuer, _request.ClientId, Token))!;

    private async Task<AccessTokenLookup> LeaseAsync()
        => await Storage.LeaseAccessTokenAsync(_request!, Guid.NewGuid(), TimeSpan.Zero, TimeSpan.FromMinutes(1), Token);
}
