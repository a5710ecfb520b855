using System.Diagnostics.Metrics;
using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Tests.ToolKeys;

/// <summary>Tests the rotation in the background on a clock that the test moves.</summary>
public sealed class RotationServiceTests : IDisposable
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    private readonly PausingClock _clock = new();
    private readonly CapturedLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Next_key_is_made_when_it_is_due_and_the_health_check_reports_the_age()
    {
        using var host = HostOf.Storage(AddKeys, _clock, _log);
        var ring = host.Services.GetRequiredService<IToolKeyRing>();
        await host.StartAsync(Token);
        await _clock.PassAsync();
        Assert.Equal(_hour, await _clock.NextPauseAsync());
        var first = (await ring.GetSigningKeyAsync(Token)).KeyId;
        Assert.Single(await ring.ListAsync(Token));

        _clock.Advance(TimeSpan.FromDays(89));
        await _clock.NextPauseAsync();

        var keys = await ring.ListAsync(Token);
        Assert.Equal([ToolKeyState.Active, ToolKeyState.Announced], keys.Select(key => key.State));
        Assert.Equal(first, keys[0].KeyId);
        Assert.Contains(_log.Lines, line => line.Text.Contains("The next tool key was made", StringComparison.Ordinal));
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        var data = report.Entries["lti_storage"].Data;
        Assert.InRange((TimeSpan)data["signingKeyAge"], TimeSpan.FromDays(88), TimeSpan.FromDays(90));
        Assert.DoesNotContain("lastFailedRotation", data.Keys, StringComparer.Ordinal);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Failure_is_logged_without_a_secret_and_retried_soon()
    {
        using var host = HostOf.Storage(
            builder => AddKeys(builder.UseProvider(_ => new InMemoryLtiStorage(timeProvider: _clock)), _hour), _clock, _log);
        await host.StartAsync(Token);

        await _clock.PassAsync();

        Assert.Equal(TimeSpan.FromSeconds(30), await _clock.PassAsync());
        Assert.Equal(TimeSpan.FromSeconds(60), await _clock.NextPauseAsync());
        Assert.Contains(_log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("ProtectSecrets()", StringComparison.Ordinal));
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.IsType<DateTimeOffset>(report.Entries["lti_storage"].Data["lastFailedRotation"]);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Rotations_their_failures_and_the_age_of_the_key_are_measured_without_its_id()
    {
        using var host = HostOf.Storage(AddKeys, _clock, _log);
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var rotations = new MetricCollector<long>(meters, HostingMetrics.MeterName, HostingMetrics.KeyRotations);
        using var ages = new MetricCollector<double>(meters, HostingMetrics.MeterName, HostingMetrics.KeyAge);
        using var due = new MetricCollector<double>(meters, HostingMetrics.MeterName, HostingMetrics.KeyRotationDue);
        await host.StartAsync(Token);
        ages.RecordObservableInstruments();
        Assert.Empty(ages.GetMeasurementSnapshot());
        await _clock.PassAsync();
        await _clock.NextPauseAsync();

        _clock.Advance(TimeSpan.FromDays(88));
        await _clock.NextPauseAsync();
        ages.RecordObservableInstruments();
        due.RecordObservableInstruments();

        // The first run made the first key, this one the next.
        Assert.All(rotations.GetMeasurementSnapshot(), measured => Assert.Equal("made", measured.Tags[HostingMetrics.OutcomeTag]));
        Assert.Equal(2, rotations.GetMeasurementSnapshot().Count);
        Assert.Equal(88, TimeSpan.FromSeconds(ages.LastMeasurement!.Value).TotalDays, tolerance: 0.1);
        Assert.Equal(2, TimeSpan.FromSeconds(due.LastMeasurement!.Value).TotalDays, tolerance: 0.1);
        Assert.Empty(ages.LastMeasurement.Tags);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Failed_rotation_is_counted()
    {
        using var host = HostOf.Storage(
            builder => AddKeys(builder.UseProvider(_ => new InMemoryLtiStorage(timeProvider: _clock)), _hour), _clock, _log);
        using var rotations = new MetricCollector<long>(
            host.Services.GetRequiredService<IMeterFactory>(), HostingMetrics.MeterName, HostingMetrics.KeyRotations);
        await host.StartAsync(Token);

        await _clock.PassAsync();
        await _clock.NextPauseAsync();

        Assert.Equal("failed", Assert.Single(rotations.GetMeasurementSnapshot()).Tags[HostingMetrics.OutcomeTag]);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Contradicting_options_fail_the_start()
    {
        using var host = HostOf.Storage(
            builder => builder.UseInMemory().AddToolKeys(options => options.AnnounceFor = options.RotateEvery), _clock, _log);

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("AnnounceFor", error.Message, StringComparison.Ordinal);
    }

    private void AddKeys(LtiStorageBuilder builder) => AddKeys(builder.UseInMemory(), announceFor: TimeSpan.FromDays(2), allow: true);

    private static void AddKeys(LtiStorageBuilder builder, TimeSpan announceFor, bool allow = false)
    {
        builder.Services.Configure<LtiStorageOptions>(options => options.AllowUnprotectedSecrets = allow);
        builder.AddToolKeys(options => options.AnnounceFor = announceFor);
        builder.Services.AddHealthChecks().AddLtiStorage();
    }
}
