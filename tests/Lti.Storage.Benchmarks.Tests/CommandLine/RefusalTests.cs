using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>An impossible request ends with exit code 2 and one line before anything is measured.</summary>
public sealed class RefusalTests(DatabaseFixture database) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-benchmarks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--seconds must be a number from 0.1 to 3600 but is '0'.", "compare", "--seconds", "0")]
    [InlineData("but is 'NaN'", "compare", "--seconds", "NaN")]
    [InlineData("but is 'soon'", "compare", "--seconds", "soon")]
    [InlineData("--rounds must be a number from 5 to 1000 but is '4'.", "compare", "--rounds", "4")]
    [InlineData("--callers must be a number from 1 to 10000 but is '0'.", "compare", "--callers", "1,0")]
    [InlineData("--connections must be a number from 1 to 1000 but is '1001'.", "compare", "--connections", "1001")]
    [InlineData("--operation does not accept 'find'.", "compare", "--operation", "find")]
    [InlineData("--contender does not accept 'dapper'.", "compare", "--contender", "npgsql,dapper")]
    [InlineData("--max-rows must be a number from 1000 to 1000000000 but is '5'.", "scale", "--max-rows", "5")]
    [InlineData("--storage does not accept 'redis'.", "scale", "--storage", "redis")]
    [InlineData("--processes must be a number from 5 to 1000 but is '4'.", "start", "--processes", "4")]
    [InlineData("--contender does not accept 'inmemory'.", "start", "--contender", "inmemory")]
    [InlineData("compare does not accept --wrong.", "compare", "--wrong")]
    [InlineData("start does not accept extra.", "start", "extra")]
    [InlineData("--seconds", "compare", "--seconds")]
    [InlineData("There is no mode 'compair'. The modes are compare, scale and start.", "compair")]
    [InlineData("--wrong", "--wrong")]
    public async Task Invalid_argument_is_refused_by_name(string because, params string[] arguments)
        => (await CommandRun.OnAsync(server: null, arguments)).AssertRefused(because);

    [Theory]
    [InlineData("compare")]
    [InlineData("scale")]
    [InlineData("start")]
    [InlineData("--short")]
    public async Task Missing_server_is_refused_with_the_attempts(string argument)
        => (await CommandRun.OnAsync(server: null, argument)).AssertRefused("PostgreSQL's binaries (initdb, pg_ctl) are not on this machine");

    [Fact]
    public async Task Unreachable_server_is_refused_by_name()
        => (await CommandRun.OnAsync("Host=127.0.0.1;Port=1;Username=nobody", "compare")).AssertRefused("The server at 127.0.0.1:1 does not take connections");

    [Fact]
    public async Task Too_many_connections_are_refused()
        => (await CommandRun.OnAsync(database.Server.AdminConnectionString, "compare", "--connections", "1000")).AssertRefused("lower --connections");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=localhost;Nonsense=1")]
    [InlineData("Host=localhost;Port=many")]
    public async Task Invalid_connection_string_is_refused(string url)
        => (await CommandRun.OnAsync(url, "compare")).AssertRefused("LTI_TEST_DATABASE_URL is not a connection string");

    [Theory]
    [InlineData("compare")]
    [InlineData("scale")]
    [InlineData("start")]
    [InlineData("--short")]
    public async Task Missing_permission_to_create_databases_is_refused(string argument)
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
    public async Task Unwritable_output_file_is_refused_before_measuring()
    {
        var missing = PathOf("no such folder", "figures.json");
        (await CommandRun.OnAsync(server: null, "compare", "--json", missing)).AssertRefused(missing);
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("scale")]
    public async Task Refused_run_leaves_no_file_and_no_folder(string mode)
    {
        (await CommandRun.OnAsync(server: null, mode, "--json", PathOf("figures.json"), "--plots", PathOf("plots", "of", "today"))).AssertRefused("not on this machine");

        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Refused_run_keeps_existing_files_and_folders()
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
    public async Task Rows_beyond_the_memory_are_refused_before_they_are_made()
        => (await CommandRun.OnAsync(server: null, "scale", "--max-rows", "1000000000", "--storage", "inmemory")).AssertRefused("GB of memory");

    [Fact]
    public void Rows_beyond_the_disk_are_refused()
    {
        var refused = Assert.Throws<RefusedException>(() => Room.RequireDisk(Path.GetTempPath(), Enumerable.Repeat(int.MaxValue, 100_000)));

        Assert.Contains("GB of disk", refused.Message, StringComparison.Ordinal);
        Room.RequireDisk(Path.GetTempPath(), [1]);
    }

    [Fact]
    public async Task Help_succeeds_and_lists_the_modes()
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
