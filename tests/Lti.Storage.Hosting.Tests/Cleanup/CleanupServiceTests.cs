using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Tests.Cleanup;

/// <summary>Tests the times of the background runs on a clock that the test moves.</summary>
public sealed class CleanupServiceTests : IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(10);

    private readonly PausingClock _clock = new();
    private readonly CapturedLog _log = new();
    private readonly FaultyStorage _storage;

    public CleanupServiceTests() => _storage = new(new InMemoryLtiStorage(timeProvider: _clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Runs => _storage.CallsOf(nameof(ILtiStorage.CleanupAsync));

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        return _storage.DisposeAsync();
    }

    [Fact]
    public async Task First_run_comes_within_the_interval_and_each_next_one_an_interval_after_the_last()
    {
        await _storage.StoreNonceAsync("expires", TimeSpan.FromSeconds(1), Token);
        using var host = Host();
        await host.StartAsync(Token);

        Assert.InRange(await _clock.NextPauseAsync(), TimeSpan.Zero, _interval);
        Assert.Equal(0, Runs);
        _clock.Advance(_interval);
        Assert.Equal(_interval, await _clock.PassAsync());
        Assert.Equal(_interval, await _clock.PassAsync());
        Assert.Equal(_interval, await _clock.NextPauseAsync());

        Assert.Equal(3, Runs);
        Assert.Contains(_log.Lines, line => line.Text.Contains("Expired and removed: 1 nonces, 0 sessions", StringComparison.Ordinal));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Nodes_that_start_together_do_not_clean_up_together()
    {
        HashSet<TimeSpan> pauses = [];
        for (var node = 0; node < 20; node++)
        {
            using var host = Host(options => options.FirstRunWithin = TimeSpan.FromHours(1));
            await host.StartAsync(Token);
            pauses.Add(await _clock.NextPauseAsync());
            await host.StopAsync(Token);
        }

        Assert.Equal(20, pauses.Count);
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromHours(1)));
        Assert.True(pauses.Max() - pauses.Min() > TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Pauses_double_with_each_failure_until_a_run_succeeds()
    {
        using var host = Host(options => options.FirstRunWithin = TimeSpan.Zero);
        _storage.BeginOutage(new LtiStorageUnavailableException("The database can't be reached.", LtiWorkOutcome.NotApplied));
        await host.StartAsync(Token);

        var pauses = new List<double>();
        for (var failure = 0; failure < 7; failure++)
        {
            pauses.Add((await _clock.PassAsync()).TotalSeconds);
        }

        await _clock.NextPauseAsync();
        _storage.EndOutage();
        _clock.Advance(_interval);

        Assert.Equal([30, 60, 120, 240, 480, 600, 600], pauses);
        Assert.Equal(_interval, await _clock.PassAsync());
        Assert.Equal(_interval, await _clock.NextPauseAsync());
        Assert.Equal(8, _log.Lines.Count(line => line.Level == LogLevel.Warning));
        Assert.Contains(_log.Lines, line => line.Text.Contains("failed 3 times in a row and is retried in 00:02:00: The database can't be reached.", StringComparison.Ordinal));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Exception_of_a_provider_does_not_stop_the_service_and_its_message_is_not_logged()
    {
        using var host = Host();
        _storage.Fail(nameof(ILtiStorage.CleanupAsync), FaultMoment.Before, new InvalidOperationException("canary"));
        await host.StartAsync(Token);
        await _clock.PassAsync();

        await _clock.PassAsync();
        Assert.Equal(_interval, await _clock.NextPauseAsync());

        Assert.Contains(_log.Lines, line => line.Text.Contains(nameof(InvalidOperationException), StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("canary", StringComparison.Ordinal));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Host_stops_while_the_service_waits_and_while_a_run_waits_for_its_token()
    {
        using var waiting = Host();
        await waiting.StartAsync(Token);
        await _clock.NextPauseAsync();
        await waiting.StopAsync(Token);
        Assert.Equal(0, Runs);

        using var running = Host();
        var held = _storage.Hold(nameof(ILtiStorage.CleanupAsync), FaultMoment.Before);
        await running.StartAsync(Token);
        await _clock.PassAsync();
        await held.Reached;
        await running.StopAsync(Token);

        Assert.Equal(1, Runs);
        Assert.DoesNotContain(_log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Disabled_cleanup_runs_only_by_hand()
    {
        using var host = Host(options => options.IsEnabled = false);
        await host.StartAsync(Token);
        await host.StopAsync(Token);
        Assert.Equal(0, Runs);

        Assert.True((await host.Services.GetRequiredService<StorageCleanup>().RunAsync(Token)).Completed);
        Assert.Equal(1, Runs);
        Assert.Contains(_log.Lines, line => line.Text.Contains("This node does not clean up", StringComparison.Ordinal));
    }

    private Microsoft.Extensions.Hosting.IHost Host(Action<CleanupOptions>? configure = null) => HostOf.Storage(
        builder => builder.UseProvider(_ => _storage).AddCleanup(options =>
        {
            options.Interval = _interval;
            options.RunLimit = PausingClock.RunLimit;
            configure?.Invoke(options);
        }),
        _clock,
        _log);
}
