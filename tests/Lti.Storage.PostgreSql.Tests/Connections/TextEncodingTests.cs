using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Checks that text is UTF-8 from end to end. Otherwise nothing is stored.</summary>
public sealed class TextEncodingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SQL_ASCII")]
    [InlineData("LATIN1")]
    public async Task Database_of_another_encoding_is_refused_at_start_and_by_every_call(string encoding)
    {
        await using var server = await TestDatabase.CreateAsync();
        var name = $"lti_test_{Guid.NewGuid():n}";
        await server.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
        try
        {
            var text = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Pooling = false };
            await using var storage = new PostgreSqlLtiStorage(text.ConnectionString);
            Func<Task>[] calls =
            [
                () => storage.StartAsync(Token),
                () => storage.Schema.MigrateAsync(Token),
                () => storage.StoreNonceAsync("nonce", cancellationToken: Token).AsTask(),
                () => Task.WhenAll(Enumerable.Range(0, 9).Select(_ => storage.ConsumeNonceAsync("nonce", Token).AsTask())),
                () => storage.AddClientAsync(Sample.Client(), Token).AsTask(),
                () => storage.OpenConnectionAsync(Token).AsTask(),
            ];

            foreach (var call in calls)
            {
                Assert.Contains(encoding, (await Assert.ThrowsAsync<LtiSchemaException>(call)).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            await server.ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task Data_source_whose_connections_have_another_encoding_is_refused()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { ClientEncoding = "LATIN1" });
        await using var storage = new PostgreSqlLtiStorage(source);

        Assert.Contains("Client Encoding", (await Assert.ThrowsAsync<LtiSchemaException>(() => storage.StartAsync(Token))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Client Encoding",
            (await Assert.ThrowsAsync<LtiSchemaException>(() => storage.FindClientAsync(new ClientKey(Guid.NewGuid()), Token).AsTask())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_source_that_writes_another_encoding_is_refused_by_the_constructor()
    {
        await using var source = NpgsqlDataSource.Create("Host=h;Encoding=iso-8859-1");

        Assert.Contains("Encoding", Assert.Throws<OptionsValidationException>(() => new PostgreSqlLtiStorage(source)).Message, StringComparison.Ordinal);
    }
}
