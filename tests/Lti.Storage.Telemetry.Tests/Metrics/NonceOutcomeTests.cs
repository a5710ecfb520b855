using Lti.Storage.Conformance.Samples;
using Lti.Storage.Telemetry.Internal;
using Lti.Storage.Testing;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Lti.Storage.Telemetry.Tests.Metrics;

/// <summary>Tests the counters of nonce outcomes, which show replays to an operator.</summary>
public sealed class NonceOutcomeTests : IAsyncDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private readonly ObservedStorage _observed = new();
    private readonly MetricCollector<long> _outcomes;
    private readonly RecordedSpans _spans;

    public NonceOutcomeTests()
    {
        _outcomes = _observed.Collect<long>(TelemetryNames.NonceOutcomes);
        _spans = new();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TelemetryLtiStorage Storage => _observed.Storage;

    [Fact]
    public async Task Storing_is_counted_as_stored_or_as_a_conflict()
    {
        var nonce = Any.Nonce();

        await Storage.StoreNonceAsync(nonce, _minute, Token);
        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(nonce, _minute, Token));

        AssertCounted(("StoreNonce", "stored"), ("StoreNonce", "conflict"));
    }

    [Fact]
    public async Task Beginning_a_login_is_counted_as_stored_or_as_a_conflict()
    {
        var login = Any.Login();

        await Storage.BeginLoginAsync(login, _minute, Token);
        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.BeginLoginAsync(login, _minute, Token));

        AssertCounted(("BeginLogin", "stored"), ("BeginLogin", "conflict"));
    }

    [Fact]
    public async Task Completing_a_launch_with_a_login_counts_its_nonce_and_the_launch()
    {
        using var launches = _observed.Collect<long>(TelemetryNames.Launches);
        var login = Any.Login();
        await _observed.Memory.BeginLoginAsync(login, cancellationToken: Token);

        await Storage.CompleteLaunchAsync(login, Any.Session(), cancellationToken: Token);
        await Storage.CompleteLaunchAsync(login, Any.Session(), cancellationToken: Token);

        AssertCounted(("CompleteLaunch", "consumed"), ("CompleteLaunch", "already_used"));
        Assert.Equal(["completed", "refused"], launches.GetMeasurementSnapshot().Select(launch => launch.Tags["lti_storage.launch.outcome"]));
    }

    [Fact]
    public async Task Consuming_is_counted_by_its_four_outcomes()
    {
        var (nonce, late) = (Any.Nonce(), Any.Nonce());
        await _observed.Memory.StoreNonceAsync(nonce, 10 * _minute, Token);
        await _observed.Memory.StoreNonceAsync(late, _minute, Token);

        await Storage.ConsumeNonceAsync(nonce, Token);
        await Storage.ConsumeNonceAsync(nonce, Token);
        await Storage.ConsumeNonceAsync(Any.Nonce(), Token);
        _observed.Clock.Advance(_minute);
        await Storage.ConsumeNonceAsync(late, Token);

        AssertCounted(("ConsumeNonce", "consumed"), ("ConsumeNonce", "already_used"), ("ConsumeNonce", "unknown"), ("ConsumeNonce", "expired"));
    }

    [Fact]
    public async Task Claiming_is_counted_as_claimed_or_refused()
    {
        var nonce = Any.Nonce();

        await Storage.ClaimNonceAsync(nonce, cancellationToken: Token);
        await Storage.ClaimNonceAsync(nonce, cancellationToken: Token);

        AssertCounted(("ClaimNonce", "claimed"), ("ClaimNonce", "refused"));
    }

    [Fact]
    public async Task Completing_a_launch_counts_its_nonce_and_the_launch()
    {
        using var launches = _observed.Collect<long>(TelemetryNames.Launches);
        var (nonce, other, session) = (Any.Nonce(), Any.Nonce(), Any.Session());
        await _observed.Memory.StoreNonceAsync(nonce, cancellationToken: Token);
        await _observed.Memory.StoreNonceAsync(other, cancellationToken: Token);

        await Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token);
        await Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token);
        await Storage.CompleteLaunchAsync(Any.Nonce(), session, cancellationToken: Token);
        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.CompleteLaunchAsync(other, session, cancellationToken: Token));

        AssertCounted(("CompleteLaunch", "consumed"), ("CompleteLaunch", "already_used"), ("CompleteLaunch", "unknown"), ("CompleteLaunch", null));
        Assert.Equal(
            ["completed", "refused", "refused", "conflict"],
            launches.GetMeasurementSnapshot().Select(launch => launch.Tags["lti_storage.launch.outcome"]));
        Assert.All(launches.GetMeasurementSnapshot(), launch => Assert.Equal((1, 2, "in_memory"), (launch.Value, launch.Tags.Count, launch.Tags["db.system.name"])));
    }

    [Fact]
    public async Task Launch_that_is_cancelled_or_has_bad_input_does_not_count_as_failed()
    {
        using var launches = _observed.Collect<long>(TelemetryNames.Launches);
        using var cancel = new CancellationTokenSource();
        var held = _observed.Inner.Hold(nameof(ILtiStorage.CompleteLaunchAsync), FaultMoment.Before);
        var launch = Storage.CompleteLaunchAsync(Any.Nonce(), Any.Session(), null, cancel.Token).AsTask();
        await held.Reached;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => launch);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Storage.CompleteLaunchAsync(Any.Nonce(), Any.Session(), null, new CancellationToken(canceled: true)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Storage.CompleteLaunchAsync("", Any.Session(), null, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Storage.CompleteLaunchAsync(Any.Nonce(), null!, null, Token));
        _observed.Inner.BeginOutage(new LtiStorageUnavailableException("Down.", LtiWorkOutcome.NotApplied));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            async () => await Storage.CompleteLaunchAsync(Any.Nonce(), Any.Session(), null, Token));

        Assert.Equal(
            ["cancelled", "cancelled", "invalid", "invalid", "failed"],
            launches.GetMeasurementSnapshot().Select(launch => launch.Tags["lti_storage.launch.outcome"]));
    }

    [Theory]
    [InlineData(nameof(ILtiStorage.StoreNonceAsync))]
    [InlineData(nameof(ILtiStorage.ConsumeNonceAsync))]
    [InlineData(nameof(ILtiStorage.ClaimNonceAsync))]
    [InlineData(nameof(ILtiStorage.CompleteLaunchAsync))]
    [InlineData("CompleteLaunchAsync(login)")]
    [InlineData(nameof(ILtiStorage.BeginLoginAsync))]
    public async Task A_nonce_with_an_unknown_outcome_is_not_counted(string operation)
    {
        _observed.Inner.Fail(operation.Split('(')[0], FaultMoment.After, new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));
        var call = Operations.All.Single(known => known.Name == operation).Call;

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call(Storage, Token));

        Assert.Empty(_outcomes.GetMeasurementSnapshot());
        Assert.Null(_spans.Single.GetTagItem("lti_storage.nonce.outcome"));
    }

    public ValueTask DisposeAsync()
    {
        _outcomes.Dispose();
        _spans.Dispose();
        return _observed.DisposeAsync();
    }

    /// <summary>Asserts the outcomes on the counter and on the spans in their order. Null means no outcome.</summary>
    private void AssertCounted(params (string Operation, string? Outcome)[] expected)
    {
        var counted = _outcomes.GetMeasurementSnapshot();
        Assert.Equal(
            expected.Where(nonce => nonce.Outcome is not null),
            counted.Select(nonce => ((string)nonce.Tags["db.operation.name"]!, (string?)nonce.Tags["lti_storage.nonce.outcome"])));
        Assert.All(counted, nonce => Assert.Equal((1, 3, "in_memory"), (nonce.Value, nonce.Tags.Count, nonce.Tags["db.system.name"])));
        Assert.Equal(
            expected,
            _spans.Ended.Select(span => ((string)span.GetTagItem("db.operation.name")!, (string?)span.GetTagItem("lti_storage.nonce.outcome"))));
    }
}
