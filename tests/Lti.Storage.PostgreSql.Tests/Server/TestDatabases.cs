using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Provisional: the running server.</summary>
internal static class TestDatabases
{
    private const string Admin = "Host=127.0.0.1;Port=54329;Username=postgres;Database=postgres;Password=x";
    private static int _count;

    public static async Task<string> CreateAsync()
    {
        var name = $"lti_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await using var source = NpgsqlDataSource.Create(Admin);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(Admin) { Database = name }.ConnectionString;
    }

    public static async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var source = NpgsqlDataSource.Create(Admin);
        await using var command = source.CreateCommand($"DROP DATABASE {name} WITH (FORCE)");
        await command.ExecuteNonQueryAsync();
    }
}
