namespace Lti.Storage.Benchmarks;

/// <summary>An operation whose calls return nothing and throw on failure.</summary>
internal abstract class StoringOperation(string name) : Operation(name)
{
    public sealed override async Task CallAsync(IContender contender, Caller caller)
    {
        await caller.Gate;
        caller.Resume();
        while (caller.TryBegin(out var call))
        {
            var pending = CallAsync(contender, call, caller.Token);
            var isSynchronous = pending.IsCompletedSuccessfully;
            await pending;
            caller.End();
            if (isSynchronous && caller.ShouldYield)
            {
                await Task.Yield();
                caller.Resume();
            }
        }
    }

    protected abstract ValueTask CallAsync(IContender contender, int call, CancellationToken cancellationToken);
}
