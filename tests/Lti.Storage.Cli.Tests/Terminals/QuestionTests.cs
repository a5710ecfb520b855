using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Terminals;

/// <summary>On a terminal the tool asks before it does what can't be undone.</summary>
public sealed class QuestionTests : IAsyncLifetime
{
    private Database _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await Database.MigratedAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("y\r", 0, 0L, "Removed the client")]
    [InlineData("n\r", 1, 1L, "Nothing was changed.")]
    [InlineData("\r", 1, 1L, "Nothing was changed.")]
    [InlineData("\u0003", 130, 1L, "Cancelled. Nothing was changed.")]
    public async Task Client_is_removed_only_if_the_answer_is_yes(string typed, int exitCode, long left, string said)
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO clients (id, name, iss, client_id, auth_url, token_url, jwks_url)
            VALUES ('018f0000-0000-7000-8000-000000000001', 'Canvas [x]', 'https://lms.example.edu', 'client-1', 'a', 't', 'j');
            INSERT INTO deployments (deployment_id, client_id)
            VALUES ('1', '018f0000-0000-7000-8000-000000000001'), ('2', '018f0000-0000-7000-8000-000000000001');
            """);

        await using var tool = TerminalProcess.Start(
            "clients remove 018f0000-0000-7000-8000-000000000001",
            columns: 200,
            ("DATABASE_URL", _database.ConnectionString),
            ("NO_COLOR", "1"));
        var question = await tool.ReadOutputUntilAsync("[y/n]");
        await tool.Input.WriteAsync(typed.AsMemory(), Token);
        await tool.Input.FlushAsync(Token);
        var answer = await tool.Output.ReadToEndAsync(Token);

        Assert.Contains(
            "Remove the client 'Canvas [x]' (https://lms.example.edu, client_id client-1) and its 2 deployments?",
            question,
            StringComparison.Ordinal);
        Assert.Contains(said, answer, StringComparison.Ordinal);
        Assert.Equal(exitCode, await tool.ExitAsync());
        Assert.Equal(left, await _database.QueryAsync<long>("SELECT count(*) FROM clients"));
        Assert.Equal(2 * left, await _database.QueryAsync<long>("SELECT count(*) FROM deployments"));
    }

    [Fact]
    public async Task Question_before_a_revocation_has_the_number_of_sessions()
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO sessions (data, expires_at)
            SELECT '{"platform": {"issuer": "https://lms.example.edu"}, "user": {"id": "42"}}', now() + interval '1 hour'
            FROM generate_series(1, 250)
            """);

        await using var tool = TerminalProcess.Start(
            "sessions revoke --issuer https://lms.example.edu --user-id 42",
            columns: 200,
            ("DATABASE_URL", _database.ConnectionString),
            ("NO_COLOR", "1"));
        var question = await tool.ReadOutputUntilAsync("[y/n]");
        await tool.Input.WriteAsync("y\r".AsMemory(), Token);
        await tool.Input.FlushAsync(Token);
        var answer = await tool.Output.ReadToEndAsync(Token);

        Assert.Contains("Revoke 250 sessions at https://lms.example.edu, user 42?", question, StringComparison.Ordinal);
        Assert.Contains("Revoked 250 sessions.", answer, StringComparison.Ordinal);
        Assert.Equal(0L, await _database.QueryAsync<long>("SELECT count(*) FROM sessions"));
    }
}
