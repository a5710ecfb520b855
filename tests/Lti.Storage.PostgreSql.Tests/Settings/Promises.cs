using System.Text;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Settings;

/// <summary>
/// Checks the storage's promises that a setting could break: text, numbers, instants, lifetimes and single use of nonces.
/// </summary>
internal static class Promises
{
    // Text that a wrong encoding, quoting or format would change.
    private const string Text = "é – 😀 'x' \"y\" \\n \\' NULL {1,2} 01/02/03 ${}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="storage">The storage under the setting.</param>
    /// <param name="others">A connection of another program with default settings.</param>
    /// <param name="schema">The storage's schema.</param>
    public static async Task AssertKeptAsync(PostgreSqlLtiStorage storage, NpgsqlConnection others, string schema)
    {
        var tables = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await storage.Schema.MigrateAsync(Token);
        await storage.StartAsync(Token);
        await AssertNonceAsync(storage, others, tables);
        await AssertSessionAsync(storage, others, tables);
        await AssertRegistrationAsync(storage);
        await AssertClientAsync(storage, others, tables);
        await storage.CleanupAsync(Token);
    }

    private static async Task AssertNonceAsync(PostgreSqlLtiStorage storage, NpgsqlConnection others, string tables)
    {
        await storage.StoreNonceAsync(Text, TimeSpan.FromHours(1), Token);
        Assert.Equal(1L, await AskAsync(
            others, $"SELECT count(*) FROM {tables}.nonces WHERE nonce = $1 AND expires_at - now() BETWEEN interval '59 minutes' AND interval '60 minutes'", Text));
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync(Text, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync(Text, Token));

        // Enough concurrent calls for batches, whose texts are sent as arrays.
        var claims = Enumerable.Range(0, 24).Select(i => storage.ClaimNonceAsync($"{Text} {i / 12}", cancellationToken: Token).AsTask());
        Assert.Equal(2, (await Task.WhenAll(claims)).Count(won => won));
    }

    private static async Task AssertSessionAsync(PostgreSqlLtiStorage storage, NpgsqlConnection others, string tables)
    {
        var session = LtiSession.FromClaims(
            Encoding.UTF8.GetBytes($$"""
                {"iss":"https://lms.example.edu","aud":"client","sub":{{Json(Text)}},"name":{{Json(Text)}},"n":[0.1,1e-7,12345678901234567890.123456789],
                 "https://purl.imsglobal.org/spec/lti/claim/deployment_id":"deployment"}
                """),
            "client");
        await storage.StoreNonceAsync($"{Text} of a launch", cancellationToken: Token);
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync($"{Text} of a launch", session, TimeSpan.FromDays(2), Token));
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(1L, await AskAsync(others, $"SELECT count(*) FROM {tables}.sessions WHERE data #>> '{{user,id}}' = $1", Text));
        Assert.True(await storage.RenewSessionAsync(session.Id, TimeSpan.FromDays(3), Token));

        var filter = new SessionFilter { Issuer = "https://lms.example.edu", UserId = Text };
        var summary = Assert.Single(await storage.ListSessionsAsync(filter, cancellationToken: Token).ToListAsync(Token));
        Assert.InRange(summary.ExpiresAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(71), TimeSpan.FromHours(72.5));
        Assert.Equal(1, await storage.DeleteSessionsAsync(filter, Token));
    }

    private static async Task AssertRegistrationAsync(PostgreSqlLtiStorage storage)
    {
        var registration = Sample.Registration(Text);
        await storage.SaveRegistrationSessionAsync(registration, TimeSpan.FromMinutes(30), Token);
        Assert.Equal(Text, (await storage.FindRegistrationSessionAsync(registration.Id, Token))!.RegistrationToken);
        Assert.Equal(Text, (await storage.ConsumeRegistrationSessionAsync(registration.Id, Token))!.RegistrationToken);
        Assert.Null(await storage.ConsumeRegistrationSessionAsync(registration.Id, Token));
    }

    private static async Task AssertClientAsync(PostgreSqlLtiStorage storage, NpgsqlConnection others, string tables)
    {
        var client = await storage.AddClientAsync(new NewClient { Name = Text, Issuer = Text, ClientId = Text, Endpoints = Sample.Endpoints }, Token);
        await Assert.ThrowsAsync<LtiConflictException>(
            () => storage.AddClientAsync(new NewClient { Name = Text, Issuer = Text, ClientId = Text, Endpoints = Sample.Endpoints }, Token).AsTask());
        await storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = $"{Text} renamed" }, Token);
        Assert.Equal(1L, await AskAsync(others, $"SELECT count(*) FROM {tables}.clients WHERE name = $1", $"{Text} renamed"));
        var config = (await storage.SaveLaunchConfigAsync(new LaunchKey(Text, Text, Text), Sample.Endpoints, cancellationToken: Token)).Config;
        Assert.Equal(config, await storage.FindLaunchConfigAsync(new LaunchKey(Text, Text, Text), Token));
        Assert.Single((await storage.FindClientWithDeploymentsAsync(client.Id, Token))!.Deployments);
        Assert.True(await storage.DeleteClientAsync(client.Id, Token));
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, string text)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(text);
        return await command.ExecuteScalarAsync(Token);
    }

    private static string Json(string text) => System.Text.Json.Nodes.JsonValue.Create(text).ToJsonString();
}
