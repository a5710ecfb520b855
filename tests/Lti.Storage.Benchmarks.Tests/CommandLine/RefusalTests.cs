using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>What can't be done as asked ends with 2 and one line, before anything is measured.</summary>
public sealed class RefusalTests(DatabaseFixture database) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-benchmarks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--seconds is a number from 0.1 to 3600, not '0'.", "compare", "--seconds", "0")]
    [InlineData("not 'NaN'", "compare", "--seconds", "NaN")]
    [InlineData("not 'soon'", "compare", "--seconds", "soon")]
    [InlineData("--rounds is a number from 5 to 1000, not '4'.", "compare", "--rounds", "4")]
    [InlineData("--callers is a number from 1 to 10000, not '0'.", "compare", "--callers", "1,0")]
    [InlineData("--connections is a number from 1 to 1000, not '1001'.", "compare", "--connections", "1001")]
    [InlineData("there is no 'find'.", "compare", "--operation", "find")]
    [InlineData("there is no 'dapper'.", "compare", "--contender", "npgsql,dapper")]
    [InlineData("--max-rows is a number from 1000 to 1000000000, not '5'.", "scale", "--max-rows", "5")]
    [InlineData("there is no 'redis'.", "scale", "--storage", "redis")]
    [InlineData("--processes is a number from 5 to 1000, not '4'.", "start", "--processes", "4")]
    [InlineData("there is no 'inmemory'.", "start", "--contender", "inmemory")]
    [InlineData("compare does not know --wrong.", "compare", "--wrong")]
    [InlineData("start does not know extra.", "start", "extra")]
    [InlineData("--seconds", "compare", "--seconds")]
    [InlineData("There is no mode 'compair', only compare, scale and start.", "compair")]
    [InlineData("--wrong", "--wrong")]
    public async Task Arguments_that_mean_nothing_are_named(string because, params string[] arguments)
        => (await CommandRun.OnAsync(server: null, arguments)).AssertRefused(because);

    [Theory]
    [InlineData("compare")]
    [InlineData("scale")]
    [InlineData("start")]
    [InlineData("--short")]
    public async Task Without_a_server_it_says_what_was_tried(string argument)
        => (await CommandRun.OnAsync(server: null, argument)).AssertRefused("PostgreSQL's binaries (initdb, pg_ctl) are not on this machine");

    [Fact]
    public async Task A_server_that_does_not_answer_is_named()
        => (await CommandRun.OnAsync("Host=127.0.0.1;Port=1;Username=nobody", "compare")).AssertRefused("The server at 127.0.0.1:1 does not take connections");

    [Fact]
    public async Task More_connections_than_the_server_takes_are_refused()
        => (await CommandRun.OnAsync(database.Server.AdminConnectionString, "compare", "--connections", "1000")).AssertRefused("lower --connections");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=localhost;Nonsense=1")]
    [InlineData("Host=localhost;Port=many")]
    public async Task A_server_that_is_named_by_no_connection_string_is_refused(string url)
        => (await CommandRun.OnAsync(url, "compare")).AssertRefused("LTI_TEST_DATABASE_URL is no connection string");

    [Theory]
    [InlineData("compare")]
    [InlineData("scale")]
    [InlineData("start")]
    [InlineData("--short")]
    public async Task Somebody_who_may_not_create_databases_is_told_so(string argument)
    {
        var role = $"lti_{Guid.NewGuid():N}";
        await using var admin = NpgsqlDataSource.Create(database.Server.AdminConnectionString);
        await ExecuteAsync(admin, $"CREATE ROLE {role} LOGIN PASSWORD '{role}'");
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(database.Server.AdminConnectionString) { Username = role, Password = role };
            (await CommandRun.OnAsync(builder.ConnectionString, argument)).AssertRefused("permission denied to create database");
        }
        finally
        {
            await ExecuteAsync(admin, $"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Figures_that_could_not_be_written_are_not_measured()
    {
        var missing = PathOf("no such folder", "figures.json");
        (await CommandRun.OnAsync(server: null, "compare", "--json", missing)).AssertRefused(missing);
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("scale")]
    public async Task A_refused_run_leaves_neither_file_nor_folder_behind(string mode)
    {
        (await CommandRun.OnAsync(server: null, mode, "--json", PathOf("figures.json"), "--plots", PathOf("plots", "of", "today"))).AssertRefused("not on this machine");

        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_refused_run_leaves_files_and_folders_that_were_there_before()
    {
        _folder.CreateSubdirectory("plots");
        await File.WriteAllTextAsync(PathOf("figures.json"), "older", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PathOf("empty.json"), "", TestContext.Current.CancellationToken);

        await CommandRun.OnAsync(server: null, "compare", "--json", PathOf("figures.json"), "--plots", PathOf("plots"));
        await CommandRun.OnAsync(server: null, "start", "--json", PathOf("empty.json"));

        Assert.Equal(["empty.json", "figures.json", "plots"], _folder.EnumerateFileSystemInfos().Select(one => one.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("older", await File.ReadAllTextAsync(PathOf("figures.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task More_rows_than_memory_holds_are_refused_before_one_is_made()
        => (await CommandRun.OnAsync(server: null, "scale", "--max-rows", "1000000000", "--storage", "inmemory")).AssertRefused("GB of memory");

    [Fact]
    public void More_rows_than_the_disk_holds_are_refused()
    {
        var refused = Assert.Throws<RefusedException>(() => Room.RequireDisk(Path.GetTempPath(), Enumerable.Repeat(int.MaxValue, 100_000)));

        Assert.Contains("GB of disk", refused.Message, StringComparison.Ordinal);
        Room.RequireDisk(Path.GetTempPath(), [1]);
    }

    [Fact]
    public async Task Help_is_no_refusal()
    {
        var help = await CommandRun.OnAsync(server: null, "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(["compare", "scale", "start", "--filter"], word => Assert.Contains(word, help.Output, StringComparison.Ordinal));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private string PathOf(params string[] names) => Path.Combine([_folder.FullName, .. names]);
}
