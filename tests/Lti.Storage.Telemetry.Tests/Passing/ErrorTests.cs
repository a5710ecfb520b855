using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;

namespace Lti.Storage.Telemetry.Tests.Passing;

/// <summary>Tests that telemetry does not change answers, errors and cancellation or their time.</summary>
public sealed class ErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_caller_gets_the_same_exception_that_the_storage_threw(string operation)
    {
        using var listener = new Listener();
        await using var observed = new ObservedStorage();
        var error = new LtiStorageUnavailableException("Down.", LtiWorkOutcome.NotApplied);
        observed.Inner.BeginOutage(error);
        var call = Operations.All.Single(known => known.Name == operation).Call;

        Assert.Same(error, await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call(observed.Storage, Token)));

        observed.Inner.EndOutage();
        await Record.ExceptionAsync(() => call(observed.Storage, Token));
        Assert.Equal(2, observed.Inner.CallsOf(operation.Split('(')[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_cancellation_ends_the_task_as_cancelled_by_the_same_token(string operation)
    {
        using var listener = new Listener();
        await using var storage = new InMemoryLtiStorage().WithTelemetry();
        var cancelled = new CancellationToken(canceled: true);
        var call = Operations.All.Single(known => known.Name == operation).Call;

        Task? task = null;
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task = call(storage, cancelled));

        Assert.Equal(cancelled, error.CancellationToken);
        Assert.True(task is null || task.IsCanceled);
    }

    [Fact]
    public async Task A_synchronous_exception_of_the_storage_is_thrown_synchronously()
    {
        using var listener = new Listener();
        await using var storage = new InMemoryLtiStorage().WithTelemetry();

        Assert.Throws<ArgumentException>("nonce", () => storage.StoreNonceAsync("", cancellationToken: Token).Begin());
        Assert.Throws<ArgumentException>("nonce", () => storage.ConsumeNonceAsync("", Token).Begin());
        Assert.Throws<ArgumentNullException>("filter", () => { _ = storage.ListSessionsAsync(null!, cancellationToken: Token); });
    }

    [Fact]
    public async Task An_exception_in_the_storages_task_is_in_the_callers_task()
    {
        using var listener = new Listener();
        await using var storage = new InMemoryLtiStorage().WithTelemetry();
        var nonce = Any.Nonce();
        await storage.StoreNonceAsync(nonce, cancellationToken: Token);

        var again = storage.StoreNonceAsync(nonce, cancellationToken: Token);
        var unknown = storage.UpdateClientAsync(new ClientKey(Guid.NewGuid()), new ClientUpdate(), Token);

        Assert.True(again.IsFaulted && unknown.IsFaulted);
        await Assert.ThrowsAsync<LtiConflictException>(async () => await again);
        await Assert.ThrowsAsync<LtiNotFoundException>(async () => await unknown);
    }

    [Fact]
    public async Task A_synchronously_completed_call_stays_synchronous()
    {
        using var listener = new Listener();
        await using var storage = new InMemoryLtiStorage().WithTelemetry();
        var session = Any.Session();

        var add = storage.AddSessionAsync(session, cancellationToken: Token);
        var find = storage.FindSessionAsync(session.Id, Token);
        var enumerator = storage.ListSessionsAsync(new SessionFilter { Issuer = session.Platform.Issuer! }, cancellationToken: Token).GetAsyncEnumerator(Token);
        var step = enumerator.MoveNextAsync();

        Assert.True(add.IsCompletedSuccessfully && find.IsCompletedSuccessfully && step.IsCompletedSuccessfully);
        Assert.True(await step);
        await enumerator.DisposeAsync();
        await add;
        Assert.Equal(session, await find);
    }

    [Fact]
    public async Task A_call_in_flight_is_cancelled_by_its_own_token()
    {
        using var listener = new Listener();
        await using var observed = new ObservedStorage();
        using var source = new CancellationTokenSource();
        var held = observed.Inner.Hold(nameof(ILtiStorage.ConsumeNonceAsync), FaultMoment.Before);
        var consume = observed.Storage.ConsumeNonceAsync(Any.Nonce(), source.Token).AsTask();
        await held.Reached;

        await source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consume);
        Assert.True(consume.IsCanceled);
        Assert.Equal(source.Token, error.CancellationToken);
    }

    public static TheoryData<string> Names => [.. Operations.All.Select(operation => operation.Name)];
}
