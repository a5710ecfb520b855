using System.Diagnostics;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Telemetry.Tests.Throwing;

/// <summary>Tests that a listener that throws changes no outcome.</summary>
[Collection(nameof(Alone))]
public sealed class ThrowingListenerTests
{
    private readonly FakeTimeProvider _clock = new();

    public static TheoryData<ListenerCallback> Callbacks { get; } = [.. Enum.GetValues<ListenerCallback>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Callbacks))]
    public async Task A_listener_that_throws_changes_neither_results_nor_stored_state(ListenerCallback at)
    {
        await using var plain = new InMemoryLtiStorage(timeProvider: _clock);
        var expected = await Lifetime.RunAsync(plain, _clock.Advance, Token);
        var inner = new FaultyStorage(new InMemoryLtiStorage(timeProvider: _clock));
        using var caller = new Activity("a request").Start();
        using var listeners = new ThrowingListeners(at) { IsOn = true };
        var storage = inner.WithTelemetry(timeProvider: _clock);

        var results = await Lifetime.RunAsync(storage, _clock.Advance, Token);
        await storage.DisposeAsync();

        listeners.IsOn = false;
        Assert.Equal(expected, results);
        Assert.All(Operations.All, operation => Assert.InRange(inner.CallsOf(operation.Method), 1, int.MaxValue));
        Assert.Same(caller, Activity.Current);
        Assert.Equal(at is ListenerCallback.None, listeners.Thrown == 0);
    }

    [Theory]
    [MemberData(nameof(Callbacks))]
    public async Task Error_of_the_storage_reaches_the_caller(ListenerCallback at)
    {
        var error = new LtiStorageUnavailableException("Down.", LtiWorkOutcome.NotApplied);
        await using var inner = new FaultyStorage(new InMemoryLtiStorage());
        inner.BeginOutage(error);
        using var listeners = new ThrowingListeners(at) { IsOn = true };
        var storage = inner.WithTelemetry();

        foreach (var operation in Operations.All)
        {
            Assert.Same(error, await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => operation.Call(storage, Token)));
        }
    }
}
