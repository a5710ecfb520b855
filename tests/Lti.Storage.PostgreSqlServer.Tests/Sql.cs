using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>One statement on a connection of its own, which no pool keeps.</summary>
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
