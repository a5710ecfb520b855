using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Telemetry.Tests.Passing;

[Collection(nameof(Alone))]
public sealed class FreeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_without_a_listener_allocates_nothing_more_and_does_not_read_the_clock()
    {
        await using var memory = new InMemoryLtiStorage();
        await using var storage = memory.WithTelemetry(timeProvider: new NoClock());
        var (key, nonce) = (Any.LaunchKey(), Any.Nonce());
        await memory.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token);
        await memory.ClaimNonceAsync(nonce, cancellationToken: Token);

        AssertFree(() => storage.FindLaunchConfigAsync(key, Token), () => memory.FindLaunchConfigAsync(key, Token));
        AssertFree(() => storage.FindLaunchAsync(key, Token), () => memory.FindLaunchAsync(key, Token));
        AssertFree(() => storage.FindLoginAsync(nonce, Token), () => memory.FindLoginAsync(nonce, Token));
        AssertFree(
            () => storage.ResolveLoginAsync(key.Issuer, key.ClientId, null, Token), () => memory.ResolveLoginAsync(key.Issuer, key.ClientId, null, Token));
        AssertFree(() => storage.FindSessionAsync(Guid.NewGuid(), Token), () => memory.FindSessionAsync(Guid.NewGuid(), Token));
        AssertFree(() => storage.ConsumeNonceAsync(nonce, Token), () => memory.ConsumeNonceAsync(nonce, Token));
        AssertFree(() => storage.CleanupAsync(Token), () => memory.CleanupAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public void A_call_without_a_listener_returns_the_storages_own_task(string name)
    {
        var inner = Recording.Create();
        var storage = inner.Storage.WithTelemetry(timeProvider: new NoClock());
        using var source = new CancellationTokenSource();

        var answer = inner.Call(storage, name, source.Token);

        Assert.Equal(inner.Answer, answer);
        Assert.Equal(source.Token, inner.Arguments[^1]);
        Assert.Equal(inner.Passed, inner.Arguments);
    }

    public static TheoryData<string> Operations() => [.. Recording.Operations.Select(operation => operation.ToString()!)];

    private static void AssertFree<T>(Func<ValueTask<T>> decorated, Func<ValueTask<T>> undecorated)
        => Assert.Equal(
            Allocation.OfThousandCalls(() => IsComplete(undecorated())),
            Allocation.OfThousandCalls(() => IsComplete(decorated())));

    private static bool IsComplete<T>(ValueTask<T> call) => call.IsCompletedSuccessfully;

    private sealed class NoClock : TimeProvider
    {
        public override long GetTimestamp() => throw new InvalidOperationException("Nobody listens.");

        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("Nobody listens.");
    }
}
