using System.Diagnostics;
using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer.Tests;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Run_ended_by_a_signal_leaves_no_server_behind(string signal) =>
        await LeavesNothingAsync(async owner => await SendAsync(signal, owner.Id));

    [Fact]
    public async Task Run_killed_with_all_its_descendants_leaves_no_server_behind() =>
        await LeavesNothingAsync(owner =>
        {
            owner.Kill(entireProcessTree: true);
            return Task.CompletedTask;
        });

    private static async Task LeavesNothingAsync(Func<Process, Task> end)
    {
        using var owner = (await OwnerProcess.StartAsync(Sql.Token)).OrSkip(Assert.Skip);
        Assert.All(owner.Folders, folder => Assert.True(Directory.Exists(folder)));
        Assert.All(owner.Ports, port => Assert.False(FreePort.IsFree(port)));

        await end(owner.Process);
        await owner.Process.WaitForExitAsync(Sql.Token);

        await Eventually.TrueAsync(
            () => Task.FromResult(!owner.Folders.Any(Directory.Exists) && owner.Ports.All(FreePort.IsFree)), Sql.Token);
    }

    private static async Task SendAsync(string signal, int process) =>
        (await Command.RunAsync(new ProcessStartInfo("kill", ["-s", signal, $"{process}"]), Sql.Token)).ThrowIfFailed("kill");
}
