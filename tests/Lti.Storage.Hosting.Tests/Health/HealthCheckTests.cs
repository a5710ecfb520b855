using Lti.Storage.Caching;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Hosting.Tests.Health;

/// <summary>Tests each state of the health check with injected faults.</summary>
public sealed class HealthCheckTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FaultyStorage _storage;
    private readonly InvalidationHub _hub = new();
    private readonly CapturedLog _log = new();

    public HealthCheckTests() => _storage = new(new InMemoryLtiStorage(timeProvider: _clock));

    public static TheoryData<Type> OtherErrors { get; } = [typeof(InvalidOperationException), typeof(TimeoutException), typeof(OperationCanceledException)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Queries => _storage.CallsOf(nameof(ILtiStorage.FindRegistrationSessionAsync));

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        return _storage.DisposeAsync();
    }

    [Fact]
    public async Task Storage_that_answers_is_healthy_and_is_asked_behind_the_cache()
    {
        await using var services = Services(builder => builder.WithCaching());

        var entry = await CheckAsync(services);
        await CheckAsync(services);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("oldestExpired", Assert.Single(entry.Data.Keys));
        Assert.Equal(2, Queries);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task Storage_that_fails_has_the_failure_status(HealthStatus? chosen, HealthStatus expected)
    {
        await using var services = Services(check: checks => checks.AddLtiStorage(failureStatus: chosen));
        _storage.BeginOutage(new LtiStorageUnavailableException("The database can't be reached.", LtiWorkOutcome.NotApplied));

        var entry = await CheckAsync(services);

        Assert.Equal((expected, "The database can't be reached."), (entry.Status, entry.Description));
        _storage.EndOutage();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
    }

    [Theory]
    [MemberData(nameof(OtherErrors))]
    public async Task Message_of_any_other_exception_is_neither_reported_nor_logged(Type type)
    {
        await using var services = Services();
        _storage.BeginOutage((Exception)Activator.CreateInstance(type, "canary")!);

        var entry = await CheckAsync(services);

        Assert.Equal((HealthStatus.Unhealthy, $"The storage failed with {type.Name}."), (entry.Status, entry.Description));
        Assert.Null(entry.Exception);
        Assert.NotEmpty(_log.Lines);
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cause_of_a_storage_exception_is_neither_reported_nor_logged()
    {
        await using var services = Services();
        _storage.BeginOutage(new LtiStorageUnavailableException("Down.", LtiWorkOutcome.NotApplied, new InvalidOperationException("canary")));

        var entry = await CheckAsync(services);

        Assert.Equal("Down.", entry.Description);
        Assert.Null(entry.Exception);
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(InvalidationState.Off, HealthStatus.Healthy)]
    [InlineData(InvalidationState.Listening, HealthStatus.Healthy)]
    [InlineData(InvalidationState.Reconnecting, HealthStatus.Degraded)]
    public async Task Listener_that_reconnects_makes_the_check_degraded(InvalidationState state, HealthStatus expected)
    {
        _hub.Become(state);
        await using var services = Services(builder => builder.Services.AddSingleton<IInvalidationSource>(_hub));

        var entry = await CheckAsync(services);

        Assert.Equal((expected, state.ToString()), (entry.Status, entry.Data["invalidation"]));
    }

    [Theory]
    [InlineData(3, false, HealthStatus.Healthy, "works")]
    [InlineData(2, false, HealthStatus.Unhealthy, "lacks the migrations 3")]
    [InlineData(4, false, HealthStatus.Healthy, "works")]
    [InlineData(4, true, HealthStatus.Unhealthy, "Update this node")]
    public async Task Schema_that_this_library_cannot_work_with_is_unhealthy(int version, bool isIncompatible, HealthStatus expected, string says)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddLtiStorage()
            .UseProvider(_ => new VersionedStorage(_storage, new SchemaStatus
            {
                Version = version,
                KnownVersion = 3,
                MissingVersions = version < 3 ? [3] : [],
                IsIncompatible = isIncompatible,
            }))
            .WithCaching();
        services.AddHealthChecks().AddLtiStorage();
        await using var provider = services.BuildServiceProvider();

        var entry = await CheckAsync(provider);

        Assert.Equal(expected, entry.Status);
        Assert.Contains(says, entry.Description, StringComparison.Ordinal);
        Assert.Equal((version, 3), (entry.Data["schemaVersion"], entry.Data["knownSchemaVersion"]));
    }

    [Fact]
    public async Task Check_has_a_name_and_a_tag_for_the_filters_of_endpoints()
    {
        await using var services = Services();
        await using var named = Services(check: checks => checks.AddLtiStorage(name: "storage", tags: ["live"]));

        Assert.Equal("lti_storage", Assert.Single(await NamesAsync(services, "ready")));
        Assert.Empty(await NamesAsync(services, "live"));
        Assert.Equal("storage", Assert.Single(await NamesAsync(named, "live")));
    }

    [Fact]
    public void Timeout_that_is_not_over_zero_and_blank_name_are_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => Services(check: checks => checks.AddLtiStorage(timeout: TimeSpan.Zero)));
        Assert.Throws<ArgumentException>("storage", () => Services(check: checks => checks.AddLtiStorage(" ")));
        Assert.Throws<ArgumentException>("name", () => Services(check: checks => checks.AddLtiStorage(name: "")));
    }

    [Fact]
    public async Task Data_have_a_warning_if_the_oldest_expired_row_is_a_day_older_than_the_interval()
    {
        await using var services = Services(builder => builder.AddCleanup(options => options.Interval = TimeSpan.FromHours(2)));
        await _storage.StoreNonceAsync("a nonce", TimeSpan.FromHours(1), Token);

        _clock.Advance(TimeSpan.FromHours(27));
        var before = await CheckAsync(services);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var after = await CheckAsync(services);
        await services.GetRequiredService<StorageCleanup>().RunAsync(Token);
        var cleaned = await CheckAsync(services);

        Assert.Equal((HealthStatus.Healthy, TimeSpan.FromHours(26), false), Backlog(before));
        Assert.Equal((HealthStatus.Healthy, TimeSpan.FromHours(26) + TimeSpan.FromSeconds(1), true), Backlog(after));
        Assert.Contains("Call AddCleanup()", (string)after.Data["warning"], StringComparison.Ordinal);
        Assert.Equal((HealthStatus.Healthy, TimeSpan.Zero, false), Backlog(cleaned));

        static (HealthStatus Status, object Age, bool Warns) Backlog(HealthReportEntry entry)
            => (entry.Status, entry.Data["oldestExpired"], entry.Data.ContainsKey("warning"));
    }

    private static async Task<HealthReportEntry> CheckAsync(IServiceProvider services)
        => Assert.Single((await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries).Value;

    private static async Task<IEnumerable<string>> NamesAsync(IServiceProvider services, string tag)
        => (await services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Contains(tag, StringComparer.Ordinal), Token)).Entries.Keys;

    private ServiceProvider Services(Action<LtiStorageBuilder>? configure = null, Action<IHealthChecksBuilder>? check = null)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_log)).AddSingleton<TimeProvider>(_clock);
        var builder = services.AddLtiStorage().UseProvider(_ => _storage);
        configure?.Invoke(builder);
        (check ?? (static checks => checks.AddLtiStorage()))(services.AddHealthChecks());
        return services.BuildServiceProvider();
    }

    private sealed class VersionedStorage(ILtiStorage inner, SchemaStatus status) : DelegatingLtiStorage(inner), IStorageSchema
    {
        public Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default) => Task.FromResult(status);

        public Task CheckAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<int>>([]);
    }
}
