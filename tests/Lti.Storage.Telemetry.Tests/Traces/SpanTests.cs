using System.Diagnostics;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;

namespace Lti.Storage.Telemetry.Tests.Traces;

public sealed class SpanTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public async Task Each_operation_is_one_client_span_with_the_names_of_operation_and_collection(string operation, string? collection)
    {
        Assert.NotEmpty(OperationNames.CallsOf(operation));
        foreach (var call in OperationNames.CallsOf(operation))
        {
            await using var observed = new ObservedStorage();
            using var spans = new RecordedSpans();

            await OperationNames.CallAsync(call, observed.Storage);

            var span = spans.Single;
            Assert.Equal(collection is null ? operation : $"{operation} {collection}", span.DisplayName);
            Assert.Equal((ActivityKind.Client, spans.Caller), (span.Kind, span.Parent));
            Assert.Equal("in_memory", span.GetTagItem("db.system.name"));
            Assert.Equal(operation, span.GetTagItem("db.operation.name"));
            Assert.Equal(collection, span.GetTagItem("db.collection.name"));
        }
    }

    [Fact]
    public void Every_operation_of_the_contract_has_a_name()
        => Assert.Equivalent(Operations.All.Select(operation => operation.Method).Distinct(StringComparer.Ordinal), OperationNames.All.Select(row => $"{row.Data.Item1}Async"), strict: true);

    [Fact]
    public async Task A_success_has_no_status_and_only_the_tags_of_the_operation()
    {
        await using var observed = new ObservedStorage();
        using var spans = new RecordedSpans();

        await observed.Storage.FindSessionAsync(Guid.NewGuid(), Token);

        Assert.Equal((ActivityStatusCode.Unset, null), (spans.Single.Status, spans.Single.StatusDescription));
        RecordedSpans.AssertTags(
            Tags.Of(("db.system.name", "in_memory"), ("db.operation.name", "FindSession"), ("db.collection.name", "sessions")), spans.Single);
    }

    [Fact]
    public async Task A_sampler_sees_the_tags()
    {
        await using var observed = new ObservedStorage();
        using var caller = new Activity("a request").Start();
        var seen = Tags.Of();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.ActivitySourceName,
            Sample = (ref options) =>
            {
                if (options.TraceId == caller.TraceId)
                {
                    seen = options.Tags!.ToDictionary(StringComparer.Ordinal);
                }

                return ActivitySamplingResult.None;
            },
        };
        ActivitySource.AddActivityListener(listener);

        await observed.Storage.ConsumeNonceAsync(Any.Nonce(), Token);

        Assert.Equal("ConsumeNonce", seen["db.operation.name"]);
        Assert.Equal("nonces", seen["db.collection.name"]);
    }

    [Fact]
    public async Task The_span_is_current_only_inside_the_call()
    {
        await using var observed = new ObservedStorage();
        using var spans = new RecordedSpans();
        var held = observed.Inner.Hold(nameof(ILtiStorage.FindSessionAsync), FaultMoment.Before);
        Activity? inside = null;
        var storage = new Peeking(observed.Inner, () => inside = Activity.Current).WithTelemetry();

        var find = storage.FindSessionAsync(Guid.NewGuid(), Token);
        await held.Reached;
        Assert.Same(spans.Caller, Activity.Current);
        Assert.Empty(spans.Ended);
        held.Release();
        await find;

        Assert.Same(spans.Caller, Activity.Current);
        Assert.Same(spans.Single, inside);
        Assert.Same(spans.Caller, spans.Single.Parent);
    }

    [Fact]
    public async Task A_synchronous_answer_leaves_the_callers_span_current()
    {
        using var spans = new RecordedSpans();
        await using var storage = new InMemoryLtiStorage().WithTelemetry();

        var find = storage.FindSessionAsync(Guid.NewGuid(), Token);

        Assert.True(find.IsCompletedSuccessfully);
        Assert.Same(spans.Caller, Activity.Current);
        Assert.Equal("FindSession sessions", spans.Single.DisplayName);
        Assert.Null(await find);
    }

    [Fact]
    public async Task A_caller_whose_span_has_ended_does_not_get_the_calls_span()
    {
        await using var observed = new ObservedStorage();
        using var spans = new RecordedSpans();
        var held = observed.Inner.Hold(nameof(ILtiStorage.FindSessionAsync), FaultMoment.Before);

        // A request may start a task and not wait for it: this is the current span of such a task.
        await Task.Run(async () =>
        {
            await Task.Run(spans.Caller.Stop, Token);
            var find = observed.Storage.FindSessionAsync(Guid.NewGuid(), Token);
            Assert.Null(Activity.Current);
            held.Release();
            await find;
        }, Token);
    }

    [Fact]
    public async Task A_span_has_the_same_duration_as_the_measurement()
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var spans = new RecordedSpans();
        var held = observed.Inner.Hold(nameof(ILtiStorage.FindSessionAsync), FaultMoment.After);
        var find = observed.Storage.FindSessionAsync(Guid.NewGuid(), Token);
        await held.Reached;

        observed.Clock.Advance(TimeSpan.FromMilliseconds(1500));
        held.Release();
        await find;

        Assert.Equal(TimeSpan.FromMilliseconds(1500), spans.Single.Duration);
        Assert.Equal(1.5, durations.LastMeasurement!.Value);
    }

    private sealed class Peeking(ILtiStorage inner, Action peek) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            var session = await base.FindSessionAsync(id, cancellationToken);
            peek();
            return session;
        }
    }
}
