using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lti.Storage.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A load inherits no context of its first caller but the trace, and leaves no unobserved error.</summary>
[CacheRule("H2")]
public sealed class LoadContextTests
{
    private static readonly AsyncLocal<string?> _ambient = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_inherits_only_the_trace_of_its_first_caller()
    {
        var inner = new WatchingStorage();
        await using var storage = inner.WithCaching();
        using var activity = new Activity("launch").Start();
        _ambient.Value = "the caller's own";

        await storage.FindSessionAsync(Guid.NewGuid(), Token);

        Assert.Equal([null, null], inner.Ambient);
        Assert.Equal([activity, activity], inner.Activities);
        Assert.Equal("the caller's own", _ambient.Value);
        Assert.Same(activity, Activity.Current);
    }

    [Fact]
    public async Task Load_does_not_run_in_its_callers_synchronization_context()
    {
        var inner = new WatchingStorage();
        await using var storage = inner.WithCaching();
        var before = SynchronizationContext.Current;
        var own = new SynchronizationContext();
        SynchronizationContext.SetSynchronizationContext(own);
        try
        {
            var find = storage.FindSessionAsync(Guid.NewGuid(), Token);
            Assert.Same(own, SynchronizationContext.Current);
            SynchronizationContext.SetSynchronizationContext(before);
            await find;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.Equal([null, null], inner.Contexts);
    }

    [Fact]
    public void Read_that_fails_after_its_timeout_raises_no_unobserved_error() => AssertObserved(FailLate);

    [Fact]
    public void Load_that_fails_after_all_callers_cancelled_raises_no_unobserved_error() => AssertObserved(FailAlone);

    private static void AssertObserved(Action<Exception> fail)
    {
        var late = new InvalidOperationException("Too late.");
        var unobserved = false;
        EventHandler<UnobservedTaskExceptionEventArgs> watch = (_, e) => unobserved |= e.Exception.InnerExceptions.Contains(late);
        TaskScheduler.UnobservedTaskException += watch;
        try
        {
            fail(late);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= watch;
        }

        Assert.False(unobserved);
    }

    // Its own method: a reference in the frame of the test would keep the finalizers from running.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailAlone(Exception late)
    {
        var read = new TaskCompletionSource<LtiSession?>();
        var storage = new HungStorage(read.Task).WithCaching();
        using var cancel = new CancellationTokenSource();
        var find = storage.FindSessionAsync(Guid.NewGuid(), cancel.Token).AsTask();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => find.GetAwaiter().GetResult());
        read.SetException(late);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailLate(Exception late)
    {
        var clock = new FakeTimeProvider();
        var read = new TaskCompletionSource<LtiSession?>();
        var storage = new HungStorage(read.Task).WithCaching(timeProvider: clock);
        var find = storage.FindSessionAsync(Guid.NewGuid(), CancellationToken.None).AsTask();
        clock.Advance(new CachingOptions().LoadTimeout);
        Assert.Throws<LtiStorageUnavailableException>(() => find.GetAwaiter().GetResult());
        read.SetException(late);
    }

    private sealed class HungStorage(Task<LtiSession?> read) : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default) => new(read);
    }

    /// <summary>Records its context before and after its first await.</summary>
    private sealed class WatchingStorage() : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public List<string?> Ambient { get; } = [];

        public List<Activity?> Activities { get; } = [];

        public List<SynchronizationContext?> Contexts { get; } = [];

        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            Note();
            await Task.Yield();
            Note();
            return null;
        }

        private void Note()
        {
            Ambient.Add(_ambient.Value);
            Activities.Add(Activity.Current);
            Contexts.Add(SynchronizationContext.Current);
        }
    }
}
