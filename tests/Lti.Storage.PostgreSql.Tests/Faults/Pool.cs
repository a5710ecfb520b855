using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Whether a storage's pool is whole: a connection that a fault had left in use would be missing.</summary>
internal static class Pool
{
    /// <summary>As many connections as the pool may have can be had at once, and each of them works.</summary>
    public static async Task AssertIsWholeAsync(PostgreSqlLtiStorage storage, int size)
    {
        var token = TestContext.Current.CancellationToken;
        List<NpgsqlConnection> connections = [];
        try
        {
            while (connections.Count < size)
            {
                connections.Add(await storage.OpenConnectionAsync(token));
            }

            foreach (var connection in connections)
            {
                await using var command = new NpgsqlCommand("SELECT 1", connection);
                Assert.Equal(1, await command.ExecuteScalarAsync(token));
            }
        }
        finally
        {
            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
