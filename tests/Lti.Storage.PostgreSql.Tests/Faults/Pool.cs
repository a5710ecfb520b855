using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Checks that a storage's pool is whole and no fault has left a connection in use.</summary>
internal static class Pool
{
    /// <summary>Opens as many connections as the pool may have and uses each of them.</summary>
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
