using Lti.Storage.Conformance;

namespace Lti.Storage.InMemory.Tests;

/// <summary>A clock that can hold the storage: each call reads the time under the lock, so it waits there.</summary>
internal sealed class HeldClock(TimeProvider time) : TimeProvider
{
    private Action? _wait;

    public override DateTimeOffset GetUtcNow()
    {
        Volatile.Read(ref _wait)?.Invoke();
        return time.GetUtcNow();
    }

    public HeldWrites HoldReaders()
    {
        var hold = new Hold(this);
        Volatile.Write(ref _wait, hold.Wait);
        return hold;
    }

    private sealed class Hold(HeldClock clock) : HeldWrites
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public override bool AreSent => false;

        public void Wait()
        {
            _arrived.TrySetResult();
            _released.Wait();
        }

        public override async ValueTask WaitAsync(CancellationToken cancellationToken) => await _arrived.Task.WaitAsync(cancellationToken);

        public override ValueTask DisposeAsync()
        {
            Volatile.Write(ref clock._wait, null);
            _released.Set();
            return ValueTask.CompletedTask;
        }
    }
}
