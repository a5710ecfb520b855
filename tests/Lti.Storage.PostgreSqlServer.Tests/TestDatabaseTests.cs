using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Tests;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Database_is_dropped_while_clients_are_connected()
    {
        await using var server = (await TestServer.TryStartAsync(cancellationToken: Sql.Token)).OrSkip(Assert.Skip);
        var database = await server.CreateDatabaseAsync(Sql.Token);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Sql.Token);

        await database.DisposeAsync();

        var left = await Sql.RunAsync(server.AdminConnectionString, $"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'");
        Assert.Equal(0L, left);
    }

    [Fact]
    public async Task Many_databases_are_created_concurrently_and_each_is_empty()
    {
        await using var server = (await TestServer.TryStartAsync(cancellationToken: Sql.Token)).OrSkip(Assert.Skip);

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.CreateDatabaseAsync(Sql.Token)));

        await Task.WhenAll(databases.Select(database => Sql.RunAsync(database.ConnectionString, "CREATE TABLE t (n int)")));
        await Task.WhenAll(databases.Select(database => database.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Server_of_any_origin_is_durable_and_takes_the_given_settings()
    {
        var options = new ServerOptions
        {
            // A configured server keeps its own settings.
            Environment = name => name == "LTI_TEST_DATABASE_URL" ? null : Environment.GetEnvironmentVariable(name),
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "32MB", ["lc_messages"] = "C" },
        };
        await using var server = (await TestServer.TryStartAsync(options, Sql.Token)).OrSkip(Assert.Skip);

        Assert.Equal("on", await Sql.RunAsync(server.AdminConnectionString, "SHOW fsync"));
        Assert.Equal("on", await Sql.RunAsync(server.AdminConnectionString, "SHOW full_page_writes"));
        Assert.Equal("on", await Sql.RunAsync(server.AdminConnectionString, "SHOW synchronous_commit"));
        Assert.Equal("200", await Sql.RunAsync(server.AdminConnectionString, "SHOW max_connections"));
        Assert.Equal("32MB", await Sql.RunAsync(server.AdminConnectionString, "SHOW shared_buffers"));
    }
}
