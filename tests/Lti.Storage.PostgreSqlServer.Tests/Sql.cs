using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>Runs one statement on a new unpooled connection.</summary>
internal static class Sql
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<object?> RunAsync(string connectionString, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }
}
