using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Creates a database user without rights.</summary>
internal sealed class TestLogin : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _password;

    private TestLogin(TestDatabase database, string password) => (_database, _password) = (database, password);

    public string Name { get; } = $"lti_{Guid.NewGuid():N}";

    public static async Task<TestLogin> CreateAsync(TestDatabase database, string password = "secret")
    {
        var login = new TestLogin(database, password);
        await database.ExecuteAsync($"CREATE ROLE {login.Name} LOGIN PASSWORD '{login._password}'");
        return login;
    }

    public void Use(NpgsqlConnectionStringBuilder text) => (text.Username, text.Password) = (Name, _password);

    public async ValueTask DisposeAsync() => await _database.ExecuteAsync($"DROP OWNED BY {Name}; DROP ROLE {Name}");
}
