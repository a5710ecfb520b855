namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What the tests of this folder rely on when they wait for callers.</summary>
public sealed class CallersTests
{
    [Fact]
    public async Task Whoever_waits_gets_the_exception_of_a_turn_that_throws()
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
    public async Task One_more_of_each_is_more_than_many_of_one()
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
    public async Task A_call_that_could_not_be_made_is_counted_as_failed()
    {
        await using var callers = Callers.Start(1, caller => caller.TryAsync(
            () => throw new LtiStorageUnavailableException("The server is down.", LtiWorkOutcome.NotApplied)));

        await callers.SomeMoreFailuresAsync(3);
        await callers.EndAsync();
        Assert.Equal(0, callers.Answers);
    }
}
