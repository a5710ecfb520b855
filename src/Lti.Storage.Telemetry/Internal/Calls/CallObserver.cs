using System.Runtime.CompilerServices;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Passes calls on and reports how they ended.</summary>
/// <remarks>
/// Without a listener the caller gets the storage's own task. With a listener a synchronous answer stays synchronous. A thrown exception is
/// still thrown, and a failed task still fails.
/// </remarks>
internal sealed class CallObserver(ILtiStorage inner, Instruments instruments, TimeProvider clock)
{
    public ValueTask<T> RunAsync<TArguments, T>(
        Operation<T> operation,
        TArguments arguments,
        Func<ILtiStorage, TArguments, CancellationToken, ValueTask<T>> call,
        CancellationToken cancellationToken)
        => IsObserved(operation) ? ObserveAsync(operation, arguments, call, cancellationToken) : call(inner, arguments, cancellationToken);

    public ValueTask RunAsync<TArguments>(
        Operation<None> operation,
        TArguments arguments,
        Func<ILtiStorage, TArguments, CancellationToken, ValueTask> call,
        CancellationToken cancellationToken)
    {
        if (!IsObserved(operation))
        {
            return call(inner, arguments, cancellationToken);
        }

        var ended = ObserveAsync(
            operation, (arguments, call), static (inner, of, token) => AnswerAsync(of.call(inner, of.arguments, token)), cancellationToken);
        return ended.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(ended.AsTask());
    }

    public IAsyncEnumerable<T> Stream<TArguments, T>(
        Operation<None> operation,
        TArguments arguments,
        Func<ILtiStorage, TArguments, CancellationToken, IAsyncEnumerable<T>> list,
        CancellationToken cancellationToken)
    {
        if (!IsObserved(operation))
        {
            return list(inner, arguments, cancellationToken);
        }

        try
        {
            return EnumerateAsync(operation, list(inner, arguments, cancellationToken), CancellationToken.None);
        }
        catch (Exception e)
        {
            ObservedCall<None>.Begin(operation, instruments, clock).Fail(e);
            throw;
        }
    }

    private static async ValueTask<T> EndAsync<T>(ObservedCall<T> observed, ValueTask<T> call)
    {
        T answer;
        try
        {
            answer = await call.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            observed.Fail(e);
            throw;
        }

        observed.Succeed(answer);
        return answer;
    }

    private static async ValueTask<None> AnswerAsync(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return default;
    }

    private bool IsObserved<T>(Operation<T> operation)
        => instruments.AreListenedTo || (operation.Outcomes is not null && instruments.OutcomesAreListenedTo);

    private ValueTask<T> ObserveAsync<TArguments, T>(
        Operation<T> operation,
        TArguments arguments,
        Func<ILtiStorage, TArguments, CancellationToken, ValueTask<T>> call,
        CancellationToken cancellationToken)
    {
        var observed = ObservedCall<T>.Begin(operation, instruments, clock);
        ValueTask<T> answer;
        try
        {
            answer = call(inner, arguments, cancellationToken);
        }
        catch (Exception e)
        {
            observed.Fail(e);
            throw;
        }

        if (answer.IsCompletedSuccessfully)
        {
            var value = answer.Result;
            observed.Succeed(value);
            return new ValueTask<T>(value);
        }

        observed.Leave();
        return EndAsync(observed, answer);
    }

    /// <summary>Observes a listing from the caller's first step to the last.</summary>
    /// <remarks>
    /// A caller that stops early ends the listing without an error. A listing that is dropped without disposal never ends and is not
    /// reported.
    /// </remarks>
    private async IAsyncEnumerable<T> EnumerateAsync<T>(
        Operation<None> operation, IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listing = ObservedCall<None>.Begin(operation, instruments, clock);
        var waited = TimeSpan.Zero;
        Exception? error = null;
        try
        {
            var enumerator = items.GetAsyncEnumerator(cancellationToken);
            await using (enumerator.ConfigureAwait(false))
            {
                while (true)
                {
                    // Each step runs in the context of the caller's loop.
                    listing.Enter();
                    var asked = clock.GetTimestamp();
                    try
                    {
                        if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (Exception e)
                    {
                        error = e;
                        throw;
                    }
                    finally
                    {
                        waited += clock.GetElapsedTime(asked);
                    }

                    yield return enumerator.Current;
                }
            }
        }
        finally
        {
            listing.End(waited, error);
        }
    }
}
