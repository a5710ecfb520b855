namespace Lti.Storage.Benchmarks;

/// <summary>An operation whose calls return a value.</summary>
internal abstract class Operation<T>(string name) : Operation(name)
{
    public sealed override async Task CallAsync(IContender contender, Caller caller)
    {
        await caller.Gate;
        caller.Resume();
        while (caller.TryBegin(out var call))
        {
            var pending = CallAsync(contender, call, caller.Token);
            var isSynchronous = pending.IsCompletedSuccessfully;
            if (!IsRight(await pending))
            {
                throw new WrongAnswerException(Name);
            }

            caller.End();
            if (isSynchronous && caller.ShouldYield)
            {
                await Task.Yield();
                caller.Resume();
            }
        }
    }

    protected abstract ValueTask<T> CallAsync(IContender contender, int call, CancellationToken cancellationToken);

    protected abstract bool IsRight(T answer);
}
