using System.Net.Sockets;

namespace Lti.Storage.Cli.Tests.Failures;

public sealed class LastErrorTests
{
    [Fact]
    public async Task Error_of_a_task_of_the_run_is_kept()
    {
        using var lastError = new LastError();

        await Task.Run(Fail, TestContext.Current.CancellationToken);

        Assert.StartsWith("SocketException: ", Assert.Single(lastError.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_of_another_run_in_the_process_is_not_kept()
    {
        var started = new TaskCompletionSource();
        var other = FailAfterAsync(started.Task);
        using var lastError = new LastError();

        started.SetResult();
        await other;

        Assert.Empty(lastError.Lines());
    }

    private static async Task FailAfterAsync(Task started)
    {
        await started;
        Fail();
    }

    private static void Fail()
    {
        try
        {
            throw new SocketException();
        }
        catch (SocketException)
        {
            // It was thrown, and that is what the object sees.
        }
    }
}
