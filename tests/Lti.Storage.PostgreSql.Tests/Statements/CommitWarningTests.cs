using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>Checks that the storage receives the warning by which a server says that a commit may be lost.</summary>
public sealed class CommitWarningTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("N3", "E8")]
    [InlineData("error")]
    [InlineData("warning")]
    [InlineData("debug1")]
    public async Task Commit_warning_is_sent_at_every_client_message_level(string level)
    {
        await using var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE WARNING ''of %'', NEW.nonce; RETURN NEW; END';
            CREATE CONSTRAINT TRIGGER warns AFTER UPDATE ON nonces DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION warn();
            """);
        using var log = new CapturingLoggerFactory();
        await using var storage = database.Open(text => text.Options = $"-c client_min_messages={level}", log: log);
        await storage.StoreNonceAsync("canary", cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("canary", Token));

        Assert.Contains(log.Lines, line => line.Message.Contains("Received notice", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Message.Contains("canary", StringComparison.Ordinal));
    }
}
