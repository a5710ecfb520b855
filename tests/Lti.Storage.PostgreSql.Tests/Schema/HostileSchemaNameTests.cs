using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Checks that a hostile schema name is quoted in every statement and never run as SQL.</summary>
public sealed class HostileSchemaNameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""x"; DROP SCHEMA public CASCADE; --""")]
    [InlineData("x'; DROP SCHEMA public CASCADE; --")]
    [InlineData("$$; DROP SCHEMA public CASCADE; --")]
    [InlineData("a.b$1 {0} \\\"")]
    public async Task SQL_in_a_schema_name_is_not_run_by_migrations_or_operations(string schema)
    {
        await using var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync("INSERT INTO public.nonces (nonce, expires_at) VALUES ('of another', now() + interval '1 hour')");
        await using var storage = database.Open(configure: options => options.Schema = schema);

        await storage.Schema.MigrateAsync(Token);
        await UseAsync(storage);
        await HearAsync(database, storage);

        Assert.True((await storage.Schema.GetStatusAsync(Token)).IsUsable);
        Assert.Equal(schema, Assert.Single(await database.QueryTextsAsync(
            "SELECT schemaname::text FROM pg_tables WHERE tablename = 'clients' AND schemaname <> 'public'")));
        Assert.Equal(["of another"], await database.QueryTextsAsync("SELECT nonce::text FROM public.nonces"));
    }

    private static async Task UseAsync(PostgreSqlLtiStorage storage)
    {
        var key = Sample.LaunchKey();
        await storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token);
        Assert.NotNull(await storage.FindLaunchConfigAsync(key, Token));
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        var session = Sample.Session();
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token));
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        Assert.True(await storage.ClaimNonceAsync("claimed", cancellationToken: Token));
        Assert.Equal(1, await storage.DeleteSessionsAsync(new SessionFilter { Issuer = "https://lms.example.edu", UserId = "user" }, Token));
        await storage.CleanupAsync(Token);
    }

    /// <summary>Checks that only listeners of the schema hear its changes.</summary>
    private static async Task HearAsync(TestDatabase database, PostgreSqlLtiStorage storage)
    {
        await using var other = database.Open();
        var (heard, heardElsewhere) = (new Heard(), new Heard());
        using var here = storage.Subscribe(heard);
        using var elsewhere = other.Subscribe(heardElsewhere);
        await heard.UntilAsync("everything");
        await heardElsewhere.UntilAsync("everything");

        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await storage.DeleteClientAsync(client.Id, Token);
        await heard.UntilAsync($"client {client.Id}");

        var last = await other.AddClientAsync(Sample.Client(), Token);
        await other.DeleteClientAsync(last.Id, Token);
        await heardElsewhere.UntilAsync($"client {last.Id}");
        Assert.DoesNotContain($"client {client.Id}", heardElsewhere.Reports, StringComparer.Ordinal);
        Assert.DoesNotContain($"client {last.Id}", heard.Reports, StringComparer.Ordinal);
    }
}
