namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests the waits that the fault tests rely on.</summary>
public sealed class CallersTests
{
    [Fact]
    public async Task Wait_for_callers_throws_the_exception_of_a_failed_turn()
    {
        await using var callers = Callers.Start(2, async caller =>
        {
            await caller.TryAsync(() => Task.CompletedTask);
            await Task.Yield();
            Assert.NotEqual(1, caller.Number);
        });

        await Assert.ThrowsAsync<Xunit.Sdk.NotEqualException>(() => callers.SomeMoreFailuresAsync(1));
        await Assert.ThrowsAsync<Xunit.Sdk.NotEqualException>(callers.EndAsync);
    }

    [Fact]
    public async Task Wait_for_one_more_of_each_is_not_met_by_many_of_one()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var callers = Callers.Start(2, caller => caller.TryAsync(async () =>
        {
            await Task.Yield();
            await (caller.Number == 0 ? held.Task : Task.CompletedTask);
        }));

        var each = callers.OneMoreOfEachAsync();
        await callers.SomeMoreAsync(100);
        Assert.False(each.IsCompleted);
        held.SetResult();
        await each;
    }

    [Fact]
    public async Task Refused_call_counts_as_failed()
    {
        await using var callers = Callers.Start(1, caller => caller.TryAsync(
            () => throw new LtiStorageUnavailableException("The server is down.", LtiWorkOutcome.NotApplied)));

        await callers.SomeMoreFailuresAsync(3);
        await callers.EndAsync();
        Assert.Equal(0, callers.Answers);
    }
}
