using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer.Tests;

public sealed class OrderTests
{
    private static readonly Uri _nowhere = new("tcp://127.0.0.1:1");

    [Fact]
    public async Task Configured_server_is_preferred_to_Docker_and_binaries()
    {
        await using var cluster = (await PostgreSqlCluster.TryStartAsync(cancellationToken: Sql.Token)).OrSkip(Assert.Skip);
        var options = new ServerOptions
        {
            Environment = name => name == "LTI_TEST_DATABASE_URL" ? cluster.AdminConnectionString : Real(name),
        };

        await using var server = (await TestServer.TryStartAsync(options, Sql.Token)).OrSkip(Assert.Skip);

        Assert.Equal(ServerOrigin.Configured, server.Origin);
        Assert.Empty(server.PassedOver);
        Assert.Equal(cluster.Version, server.ServerVersion);
    }

    [Fact]
    public async Task Configured_server_can_be_a_URI()
    {
        await using var cluster = (await PostgreSqlCluster.TryStartAsync(cancellationToken: Sql.Token)).OrSkip(Assert.Skip);
        var password = new Npgsql.NpgsqlConnectionStringBuilder(cluster.AdminConnectionString).Password;
        var url = $"postgresql://postgres:{password}@127.0.0.1:{cluster.Port}/postgres";

        await using var server = (await TestServer.TryStartAsync(Only("LTI_TEST_DATABASE_URL", url), Sql.Token)).OrSkip(Assert.Skip);

        Assert.Equal(1, await Sql.RunAsync(server.AdminConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Unreachable_configured_server_is_an_error_without_its_password()
    {
        var options = Only("LTI_TEST_DATABASE_URL", $"postgresql://somebody:canary@127.0.0.1:{FreePort.Choose()}/postgres");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestServer.TryStartAsync(options, Sql.Token));

        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_is_preferred_to_binaries_when_it_can_run_the_image()
    {
        var options = new ServerOptions { Environment = WithoutUrl };
        var docker = await new DockerSource(options).TryStartAsync(Sql.Token);
        if (docker.Started)
        {
            await docker.Value.Owned!.DisposeAsync();
        }

        await using var server = (await TestServer.TryStartAsync(options, Sql.Token)).OrSkip(Assert.Skip);

        Assert.Equal(docker.Started ? ServerOrigin.Docker : ServerOrigin.Binaries, server.Origin);
        Assert.Equal(docker.Started ? 1 : 2, server.PassedOver.Count);
    }

    [Fact]
    public async Task Binaries_are_used_when_Docker_is_unreachable()
    {
        var options = new ServerOptions { Environment = WithoutUrl, DockerEndpoint = _nowhere };

        await using var server = (await TestServer.TryStartAsync(options, Sql.Token)).OrSkip(Assert.Skip);

        Assert.Equal(ServerOrigin.Binaries, server.Origin);
        Assert.Contains("Docker", server.PassedOver[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_server_is_one_clear_line_and_DATABASE_URL_is_never_read()
    {
        var asked = new List<string>();
        var options = new ServerOptions
        {
            Environment = name =>
            {
                asked.Add(name);
                return null;
            },
            DockerEndpoint = _nowhere,
            BinaryFolders = [],
        };

        var result = await TestServer.TryStartAsync(options, Sql.Token);

        Assert.False(result.Started);
        Assert.DoesNotContain('\n', result.Reason);
        Assert.Contains("LTI_TEST_DATABASE_URL is not set", result.Reason, StringComparison.Ordinal);
        Assert.Contains("binaries", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("DATABASE_URL", asked, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Broken_source_is_an_error_and_the_next_one_is_not_tried()
    {
        IServerSource[] sources = [new ConfiguredSource(Only("LTI_TEST_DATABASE_URL", "Host=127.0.0.1;Port=1")), new ForbiddenSource()];

        await Assert.ThrowsAsync<InvalidOperationException>(() => TestServer.TryStartAsync(sources, Sql.Token));
    }

    private static ServerOptions Only(string name, string value) => new() { Environment = asked => asked == name ? value : null };

    private static string? WithoutUrl(string name) => name == "LTI_TEST_DATABASE_URL" ? null : Real(name);

    private static string? Real(string name) => Environment.GetEnvironmentVariable(name);
}
