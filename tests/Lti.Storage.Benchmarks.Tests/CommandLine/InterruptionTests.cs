using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class InterruptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-benchmarks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("compare", "--contender", "npgsql")]
    [InlineData("scale", "--max-rows", "10000")]
    public async Task Interrupted_run_leaves_no_database_and_no_empty_file(params string[] arguments)
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = (await PostgreSqlCluster.TryStartAsync(cancellationToken: token)).OrSkip(reason => Assert.Skip(reason));
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(token);

        var running = CommandRun.OnAsync(new StringWriter(), cluster.AdminConnectionString, interrupt.Token, [.. arguments, "--json", PathOf("figures.json"), "--plots", PathOf("plots")]);
        while (await DatabasesAsync(cluster) == 0 && !running.IsCompleted)
        {
            await Task.Yield();
        }

        await interrupt.CancelAsync();
        var run = await running;

        Assert.Equal((130, "Interrupted. The run deleted its databases and files."), (run.ExitCode, run.Error.Trim()));
        Assert.Equal(0, await DatabasesAsync(cluster));
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    private static async Task<long> DatabasesAsync(PostgreSqlCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.AdminConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_database WHERE datname LIKE 'lti%'");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
