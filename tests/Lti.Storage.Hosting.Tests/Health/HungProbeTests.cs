using System.Diagnostics;
using Lti.Storage.Hosting.Internal.Health;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Hosting.Tests.Health;

/// <summary>Tests a storage that does not answer the health check on a clock that the test moves.</summary>
public sealed class HungProbeTests : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

    private readonly WaitedClock _clock = new();
    private readonly FaultyStorage _storage = new(new InMemoryLtiStorage());
    private readonly ServiceProvider _services;

    public HungProbeTests()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock);
        services.AddLtiStorage().UseProvider(_ => _storage);
        services.AddHealthChecks().AddLtiStorage(timeout: _limit);
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Probes => _storage.CallsOf(nameof(ILtiStorage.FindRegistrationSessionAsync));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_is_unhealthy_after_the_limit_and_the_next_one_asks_again(bool heedsToken)
    {
        var hung = Hold(heedsToken);
        var waits = _clock.NextWait;
        var first = CheckAsync();
        await Task.WhenAll(hung.Reached, waits);
        Assert.False(first.IsCompleted);

        _clock.Advance(_limit);

        var entry = await first;
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.StartsWith("The storage did not answer within 5 seconds.", entry.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
        Assert.Equal(2, Probes);
    }

    [Fact]
    public async Task Concurrent_checks_share_a_probe()
    {
        var probe = _services.GetRequiredService<StorageProbe>();
        var hung = Hold(heedsToken: false);
        List<Task<ProbeAnswer?>> checks = [.. Enumerable.Range(0, 10).Select(_ => probe.AskAsync(_limit, Token))];
        await hung.Reached;

        hung.Release();

        Assert.All(await Task.WhenAll(checks), Assert.NotNull);
        Assert.Equal(1, Probes);
    }

    [Fact]
    public async Task Probes_that_ignore_their_cancellation_do_not_pile_up_and_the_check_recovers()
    {
        List<HeldCall> hung = [];
        for (var check = 0; check < 1000; check++)
        {
            if (hung.Count == Probes)
            {
                hung.Add(Hold(heedsToken: false));
            }

            var waits = _clock.NextWait;
            var running = CheckAsync();
            await Task.WhenAny(Task.WhenAll(hung[^1].Reached, waits), running);
            _clock.Advance(_limit);
            Assert.Equal(HealthStatus.Unhealthy, (await running).Status);
        }

        // 1000 checks take 83 minutes. At most one probe a minute hangs after the first four.
        Assert.InRange(Probes, 5, 88);
        if (hung.Count > Probes)
        {
            hung[^1].Release();
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact]
    public async Task Probe_runs_without_the_context_of_its_first_caller()
    {
        var ambient = new AsyncLocal<string?> { Value = "the caller's" };
        using var activity = new Activity("check").Start();
        var seen = new List<(string? Ambient, Activity? Activity)>();
        await using var storage = new WatchingStorage(() => seen.Add((ambient.Value, Activity.Current)));
        var probe = new StorageProbe(storage, _clock);

        await probe.AskAsync(_limit, Token);
        using (ExecutionContext.SuppressFlow())
        {
            Assert.NotNull(probe.AskAsync(_limit, Token));
        }

        Assert.Equal((null, null), seen[0]);
        Assert.Equal("the caller's", ambient.Value);
        Assert.Same(activity, Activity.Current);
    }

    [Fact]
    public async Task Check_that_is_cancelled_leaves_the_probe_to_the_next_one()
    {
        using var cancel = new CancellationTokenSource();
        var hung = Hold(heedsToken: true);
        var first = _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancel.Token);
        await hung.Reached;

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = CheckAsync();
        hung.Release();
        Assert.Equal(HealthStatus.Healthy, (await second).Status);
        Assert.InRange(Probes, 1, 2);
    }

    private HeldCall Hold(bool heedsToken) => _storage.Hold([nameof(ILtiStorage.FindRegistrationSessionAsync)], FaultMoment.Before, heedsToken);

    private Task<HealthReportEntry> CheckAsync() => Task.Run(
        async () => Assert.Single((await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries).Value, Token);

    /// <summary>A clock that tells when something waits on it. A step before that would pass unseen.</summary>
    private sealed class WaitedClock : FakeTimeProvider
    {
        private TaskCompletionSource _wait = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Gets the task that ends with the next wait.</summary>
        public Task NextWait => Volatile.Read(ref _wait).Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Exchange(ref _wait, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return timer;
        }
    }

    private sealed class WatchingStorage(Action watch) : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public override ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            watch();
            return base.FindRegistrationSessionAsync(id, cancellationToken);
        }
    }
}
