using Lti.Storage.Caching;
using Lti.Storage.Conformance.Faults;
using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lti.Storage.Hosting.Tests.Health;

/// <summary>Each state that the health check reports, by faults of the storage.</summary>
public sealed class HealthCheckTests : IAsyncDisposable
{
    private readonly FaultyStorage _storage = new(new InMemoryLtiStorage());
    private readonly InvalidationHub _hub = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Queries => _storage.CallsOf(nameof(ILtiStorage.FindRegistrationSessionAsync));

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_storage_that_answers_is_healthy_and_was_really_asked_through_the_cache()
    {
        await using var services = Services(builder => builder.WithCaching());

        var entry = await CheckAsync(services);
        await CheckAsync(services);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Empty(entry.Data);
        Assert.Equal(2, Queries);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task A_storage_that_fails_is_unhealthy_or_what_the_application_says(HealthStatus? chosen, HealthStatus expected)
    {
        await using var services = Services(check: builder => builder.AddHealthCheck(failureStatus: chosen));
        _storage.BeginOutage(new LtiStorageUnavailableException("The database can't be reached.", LtiWorkOutcome.NotApplied));

        var entry = await CheckAsync(services);

        Assert.Equal((expected, "The database can't be reached."), (entry.Status, entry.Description));
        _storage.EndOutage();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
    }

    [Fact]
    public async Task A_storage_that_hangs_is_unhealthy_after_the_timeout_and_is_not_asked_again_meanwhile()
    {
        await using var services = Services(check: builder => builder.AddHealthCheck(timeout: TimeSpan.FromMilliseconds(20)));
        var held = _storage.Hold([nameof(ILtiStorage.FindRegistrationSessionAsync)], FaultMoment.Before, heedsToken: false);

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(services)).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(services)).Status);
        Assert.Equal(1, Queries);

        held.Release();
        HealthReportEntry entry;
        do
        {
            entry = await CheckAsync(services);
        }
        while (entry.Status != HealthStatus.Healthy && !Token.IsCancellationRequested);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
    }

    [Theory]
    [InlineData(InvalidationState.Off, HealthStatus.Healthy)]
    [InlineData(InvalidationState.Listening, HealthStatus.Healthy)]
    [InlineData(InvalidationState.Reconnecting, HealthStatus.Degraded)]
    public async Task It_is_degraded_while_changes_by_other_nodes_are_not_heard_and_tells_the_listeners_state(InvalidationState state, HealthStatus expected)
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
    public async Task A_schema_that_does_not_fit_is_unhealthy_and_one_that_is_newer_but_fits_is_not(int version, bool isIncompatible, HealthStatus expected, string says)
    {
        await using var services = new ServiceCollection().AddLogging().AddLtiStorage()
            .UseProvider(_ => new VersionedStorage(_storage, new SchemaStatus
            {
                Version = version,
                KnownVersion = 3,
                MissingVersions = version < 3 ? [3] : [],
                IsIncompatible = isIncompatible,
            }))
            .WithCaching().AddHealthCheck().Services.BuildServiceProvider();

        var entry = await CheckAsync(services);

        Assert.Equal(expected, entry.Status);
        Assert.Contains(says, entry.Description, StringComparison.Ordinal);
        Assert.Equal((version, 3), (entry.Data["schemaVersion"], entry.Data["knownSchemaVersion"]));
    }

    [Fact]
    public async Task It_has_a_name_and_a_tag_by_which_an_endpoint_filters()
    {
        await using var services = Services();
        var health = services.GetRequiredService<HealthCheckService>();

        Assert.Equal(["lti_storage"], (await health.CheckHealthAsync(check => check.Tags.Contains("ready", StringComparer.Ordinal), Token)).Entries.Keys.ToArray());
        Assert.Empty((await health.CheckHealthAsync(check => check.Tags.Contains("live", StringComparer.Ordinal), Token)).Entries);

        await using var named = Services(check: builder => builder.AddHealthCheck("storage", tags: ["live"]));
        Assert.Equal(["storage"], (await named.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("live", StringComparer.Ordinal), Token)).Entries.Keys.ToArray());
    }

    [Fact]
    public void A_timeout_that_is_not_over_zero_and_a_blank_name_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => Services(check: builder => builder.AddHealthCheck(timeout: TimeSpan.Zero)));
        Assert.Throws<ArgumentException>("name", () => Services(check: builder => builder.AddHealthCheck(" ")));
    }

    private static async Task<HealthReportEntry> CheckAsync(IServiceProvider services)
        => Assert.Single((await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries).Value;

    private ServiceProvider Services(Action<LtiStorageBuilder>? configure = null, Action<LtiStorageBuilder>? check = null)
    {
        var builder = new ServiceCollection().AddLogging().AddLtiStorage().UseProvider(_ => _storage);
        configure?.Invoke(builder);
        (check ?? (static builder => builder.AddHealthCheck()))(builder);
        return builder.Services.BuildServiceProvider();
    }

    private sealed class VersionedStorage(ILtiStorage inner, SchemaStatus status) : DelegatingLtiStorage(inner), IVersionedStorage, IStorageSchema
    {
        public IStorageSchema Schema => this;

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default) => Task.FromResult(status);

        public Task CheckAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<int>>([]);
    }
}
