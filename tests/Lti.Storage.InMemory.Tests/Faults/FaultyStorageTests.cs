using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;

namespace Lti.Storage.InMemory.Tests.Faults;

/// <summary>Tests the storage that injects faults.</summary>
public sealed class FaultyStorageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> OperationNames { get; } = [.. Operations.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public async Task Every_operation_can_fail_and_works_again_after_it(string name)
    {
        await using var storage = new FaultyStorage(new InMemoryLtiStorage());
        var operation = Operations.All.Single(operation => operation.Name == name);
        var error = new TimeoutException();

        storage.Fail(operation.Method, FaultMoment.Before, error);
        Assert.Same(error, await Assert.ThrowsAsync<TimeoutException>(() => operation.Call(storage, Token)));

        storage.BeginOutage(error);
        Assert.Same(error, await Assert.ThrowsAsync<TimeoutException>(() => operation.Call(storage, Token)));
        storage.EndOutage();

        Assert.IsNotType<TimeoutException>(await Record.ExceptionAsync(() => operation.Call(storage, Token)));
        Assert.Equal(3, storage.CallsOf(operation.Method));
    }

    [Fact]
    public async Task A_fault_before_a_call_leaves_nothing_done_and_a_fault_after_it_leaves_everything_done()
    {
        await using var storage = new FaultyStorage(new InMemoryLtiStorage());
        var nonce = Any.Nonce();
        storage.Fail(nameof(ILtiStorage.StoreNonceAsync), FaultMoment.Before, new TimeoutException());
        storage.Fail(nameof(ILtiStorage.StoreNonceAsync), FaultMoment.After, new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => storage.StoreNonceAsync(nonce, null, Token).AsTask());
        Assert.Equal(NonceOutcome.Unknown, await storage.ConsumeNonceAsync(nonce, Token));
        await Assert.ThrowsAsync<TimeoutException>(() => storage.StoreNonceAsync(nonce, null, Token).AsTask());
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact]
    public async Task A_held_call_continues_when_the_test_releases_it()
    {
        await using var storage = new FaultyStorage(new InMemoryLtiStorage());
        var held = storage.Hold([nameof(ILtiStorage.ClaimNonceAsync), nameof(ILtiStorage.ConsumeNonceAsync)], FaultMoment.Before);
        Assert.False(held.Reached.IsCompleted);

        var call = storage.ConsumeNonceAsync(Any.Nonce(), Token).AsTask();
        await held.Reached;
        Assert.False(call.IsCompleted);
        Assert.True(await storage.ClaimNonceAsync(Any.Nonce(), null, Token));

        held.Release();
        Assert.Equal(NonceOutcome.Unknown, await call);
    }

    [Fact]
    public async Task A_held_call_can_be_cancelled_unless_it_hangs()
    {
        await using var storage = new FaultyStorage(new InMemoryLtiStorage());
        using var cancel = new CancellationTokenSource();
        storage.Hold(nameof(ILtiStorage.FindSessionAsync), FaultMoment.After);
        var hung = storage.Hold([nameof(ILtiStorage.FindSessionAsync)], FaultMoment.After, heedsToken: false);
        var (slow, hanging) = (storage.FindSessionAsync(Guid.NewGuid(), cancel.Token).AsTask(), storage.FindSessionAsync(Guid.NewGuid(), cancel.Token).AsTask());

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        Assert.False(hanging.IsCompleted);
        hung.Release();
        Assert.Null(await hanging);
    }
}
