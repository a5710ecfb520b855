namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Holds the tables of a new installation, which are empty and never analysed.</summary>
public sealed class NewDatabase : IAsyncLifetime
{
    private TestDatabase? _database;

    internal TestDatabase Database => _database ?? throw new InvalidOperationException("The database has not been created yet.");

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
