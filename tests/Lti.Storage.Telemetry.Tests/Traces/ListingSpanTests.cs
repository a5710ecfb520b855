using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Telemetry.Tests.Traces;

/// <summary>Tests that a listing is one operation from the caller's first step to the last.</summary>
public sealed class ListingSpanTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_is_one_span_around_its_pages_and_its_duration_is_without_the_callers_loop()
    {
        var pages = new Pages(count: 3);
        await using var observed = new ObservedStorage(pages, pages.Clock);
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var spans = new RecordedSpans();

        await foreach (var _ in observed.Storage.ListClientsAsync(cancellationToken: Token))
        {
            Assert.Same(spans.Caller, Activity.Current);
            Assert.Empty(spans.Ended);
            observed.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Same(spans.Caller, Activity.Current);
        Assert.All(pages.CurrentSpans, current => Assert.Same(spans.Single, current));
        Assert.Equal(4, pages.CurrentSpans.Count);
        Assert.Equal(4, Assert.Single(durations.GetMeasurementSnapshot()).Value);
        Assert.Equal(TimeSpan.FromSeconds(3 * 60 + 4), spans.Single.Duration);
        Assert.Equal(ActivityStatusCode.Unset, spans.Single.Status);
    }

    [Fact]
    public async Task A_listing_that_the_caller_stops_early_ends_without_an_error()
    {
        var pages = new Pages(count: 3);
        await using var observed = new ObservedStorage(pages, pages.Clock);
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var spans = new RecordedSpans();

        await foreach (var _ in observed.Storage.ListClientsAsync(cancellationToken: Token))
        {
            break;
        }

        Assert.Equal(1, Assert.Single(durations.GetMeasurementSnapshot()).Value);
        Assert.Equal((ActivityStatusCode.Unset, null), (spans.Single.Status, spans.Single.GetTagItem("error.type")));
        Assert.True(pages.IsDisposed);
    }

    [Fact]
    public async Task An_error_in_the_callers_loop_is_not_an_error_of_the_listing()
    {
        var pages = new Pages(count: 3);
        await using var observed = new ObservedStorage(pages, pages.Clock);
        using var spans = new RecordedSpans();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in observed.Storage.ListClientsAsync(cancellationToken: Token))
            {
                throw new InvalidOperationException("The caller's own.");
            }
        });

        Assert.Equal(ActivityStatusCode.Unset, spans.Single.Status);
    }

    [Fact]
    public async Task A_listing_that_fails_between_its_pages_has_the_error()
    {
        var error = new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.NotApplied);
        var pages = new Pages(count: 2, error);
        await using var observed = new ObservedStorage(pages, pages.Clock);
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var spans = new RecordedSpans();
        var seen = 0;

        Assert.Same(error, await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () =>
        {
            await foreach (var _ in observed.Storage.ListClientsAsync(cancellationToken: Token))
            {
                seen++;
            }
        }));

        Assert.Equal(2, seen);
        Assert.Equal((ActivityStatusCode.Error, "unavailable_not_applied"), (spans.Single.Status, spans.Single.GetTagItem("error.type")));
        Assert.Equal("unavailable_not_applied", Assert.Single(durations.GetMeasurementSnapshot()).Tags["error.type"]);
    }

    [Fact]
    public async Task A_listing_that_is_rejected_throws_synchronously_and_has_a_span()
    {
        await using var memory = new InMemoryLtiStorage();
        await using var observed = new ObservedStorage(memory);
        using var spans = new RecordedSpans();

        Assert.Throws<ArgumentNullException>(() => { observed.Storage.ListSessionsAsync(null!, cancellationToken: Token); });

        Assert.Equal("invalid_argument", spans.Single.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Each_enumeration_of_a_listing_is_one_operation()
    {
        await using var observed = new ObservedStorage();
        using var spans = new RecordedSpans();
        var listing = observed.Storage.ListClientsAsync(cancellationToken: Token);
        Assert.Empty(spans.Ended);

        for (var i = 1; i <= 2; i++)
        {
            await foreach (var _ in listing)
            {
            }

            Assert.Equal(i, spans.Ended.Count);
        }
    }

    [Fact]
    public async Task The_token_of_an_enumeration_reaches_the_storage()
    {
        await using var observed = new ObservedStorage();
        using var spans = new RecordedSpans();
        using var source = new CancellationTokenSource();
        await observed.Memory.AddClientAsync(Any.Client(), Token);
        await observed.Memory.AddClientAsync(Any.Client(), Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in observed.Storage.ListClientsAsync(cancellationToken: CancellationToken.None).WithCancellation(source.Token))
            {
                await source.CancelAsync();
            }
        });

        Assert.Equal("cancelled", spans.Single.GetTagItem("error.type"));
    }

    /// <summary>A listing whose steps each take a second and complete asynchronously.</summary>
    private sealed class Pages(int count, Exception? error = null) : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public FakeTimeProvider Clock { get; } = new();

        public List<Activity?> CurrentSpans { get; } = [];

        public bool IsDisposed { get; private set; }

        public override async IAsyncEnumerable<LtiClient> ListClientsAsync(
            ClientKey? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var client = await Inner.AddClientAsync(Any.Client(), cancellationToken);
            try
            {
                for (var i = 0; i < count; i++)
                {
                    await TakeASecondAsync();
                    yield return client;
                }

                await TakeASecondAsync();
                if (error is not null)
                {
                    throw error;
                }
            }
            finally
            {
                IsDisposed = true;
            }
        }

        private async Task TakeASecondAsync()
        {
            CurrentSpans.Add(Activity.Current);
            await Task.Yield();
            CurrentSpans[^1] = ReferenceEquals(CurrentSpans[^1], Activity.Current) ? Activity.Current : null;
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
