using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Tests;

public sealed class PgBouncerTests
{
    [Fact]
    public async Task Query_passes_through_in_transaction_mode()
    {
        await using var server = (await TestServer.TryStartAsync(cancellationToken: Sql.Token)).OrSkip(Assert.Skip);
        await using var bouncer = (await PgBouncer.TryStartAsync(
            server.AdminConnectionString,
            new PgBouncerOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["default_pool_size"] = "1" } },
            Sql.Token)).OrSkip(Assert.Skip);
        await using var database = await server.CreateDatabaseAsync(Sql.Token);
        var through = bouncer.Through(database.ConnectionString);

        // Two clients share the one server connection, which session mode would not allow.
        await using var first = new NpgsqlConnection(through);
        await using var second = new NpgsqlConnection(through + ";Application Name=second");
        await first.OpenAsync(Sql.Token);
        await second.OpenAsync(Sql.Token);

        Assert.Equal(await BackendAsync(first), await BackendAsync(second));
    }

    [Fact]
    public async Task Missing_program_is_one_clear_line()
    {
        var result = await PgBouncer.TryStartAsync("Host=127.0.0.1", new PgBouncerOptions { Programs = ["/nowhere/pgbouncer"] }, Sql.Token);

        Assert.False(result.Started);
        Assert.Contains("install the package pgbouncer", result.Reason, StringComparison.Ordinal);
    }

    private static async Task<object?> BackendAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return await command.ExecuteScalarAsync(Sql.Token);
    }
}
