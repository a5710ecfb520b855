using Lti.Storage.Conformance;

namespace Lti.Storage.Sqlite.Tests;

/// <summary>Holds the write lock of a file. Writes wait in the queue behind a first one.</summary>
internal sealed class HeldFile : HeldWrites
{
    private readonly OtherProgram _other;
    private readonly Task _first;

    private HeldFile(OtherProgram other, Task first) => (_other, _first) = (other, first);

    public override bool AreSent => false;

    /// <summary>Locks the file and waits until the storage's writer waits for the lock.</summary>
    /// <param name="file">The file.</param>
    /// <param name="storage">The storage whose writes wait.</param>
    /// <param name="transactions">Counts the transactions that its writer has tried to begin.</param>
    public static async Task<HeldFile> LockAsync(string file, SqliteLtiStorage storage, Func<int> transactions)
    {
        var other = new OtherProgram(file);
        other.Lock();
        var before = transactions();
        var first = storage.DeleteSessionAsync(Guid.NewGuid()).AsTask();

        // The first attempt may be that of this thread. The second one is the writer's, which has then taken the call.
        await Eventually.TrueAsync(() => Task.FromResult(transactions() > before + 1), TestContext.Current.CancellationToken);
        return new HeldFile(other, first);
    }

    /// <remarks>The queue can't be seen. A write that comes later is cancelled before it waits, or waits while time has passed.</remarks>
    public override ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        _other.Unlock();
        await _first;
        _other.Dispose();
    }
}
