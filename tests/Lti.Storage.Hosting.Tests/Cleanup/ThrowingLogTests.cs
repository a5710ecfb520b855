using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lti.Storage.Hosting.Tests.Cleanup;

/// <summary>Tests that a logger that throws changes no result.</summary>
public sealed class ThrowingLogTests : IAsyncDisposable
{
    private readonly PausingClock _clock = new();
    private readonly ThrowingLog _log = new();
    private readonly FaultyStorage _storage;

    public ThrowingLogTests() => _storage = new(new InMemoryLtiStorage(timeProvider: _clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        return _storage.DisposeAsync();
    }

    [Fact]
    public async Task Background_cleanup_goes_on_after_runs_that_succeed_and_fail()
    {
        await _storage.StoreNonceAsync("expires", TimeSpan.FromSeconds(1), Token);
        using var host = HostOf.Storage(
            builder => builder.UseProvider(_ => _storage).AddCleanup(options => options.RunLimit = PausingClock.RunLimit), _clock, _log);
        await host.StartAsync(Token);

        await _clock.PassAsync();
        _storage.Fail(nameof(ILtiStorage.CleanupAsync), FaultMoment.Before, new InvalidOperationException("Down."));
        await _clock.PassAsync();
        await _clock.PassAsync();
        await _clock.NextPauseAsync();

        Assert.Equal(3, _storage.CallsOf(nameof(ILtiStorage.CleanupAsync)));
        Assert.InRange(_log.Thrown, 4, int.MaxValue);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Run_by_hand_returns_its_counts()
    {
        await _storage.StoreNonceAsync("expires", TimeSpan.FromSeconds(1), Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var host = HostOf.Storage(builder => builder.UseProvider(_ => _storage).AddCleanup(), _clock, _log);

        Assert.Equal(1, (await host.Services.GetRequiredService<StorageCleanup>().RunAsync(Token)).Nonces);
        Assert.Equal(1, _log.Thrown);
    }

    [Fact]
    public async Task Hosts_with_a_disabled_cleanup_and_with_none_start()
    {
        using var disabled = HostOf.Storage(builder => builder.UseInMemory().AddCleanup(options => options.IsEnabled = false), log: _log);
        using var none = HostOf.Storage(builder => builder.UseInMemory(), log: _log);

        await disabled.StartAsync(Token);
        await none.StartAsync(Token);

        Assert.Equal(2, _log.Thrown);
        await disabled.StopAsync(Token);
        await none.StopAsync(Token);
    }
}
