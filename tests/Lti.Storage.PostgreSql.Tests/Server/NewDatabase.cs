namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>The tables as a new installation has them: empty, and never analysed.</summary>
public sealed class NewDatabase : IAsyncLifetime
{
    private TestDatabase? _database;

    internal TestDatabase Database => _database ?? throw new InvalidOperationException("The database is not made yet.");

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
