using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Tests transactions of several statements, each of which is faster than the command timeout.</summary>
public sealed class AdministrationDeadlineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("F1", "E5", "L4")]
    public async Task Deadline_covers_all_statements_of_a_transaction()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION delay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.7); RETURN NULL; END $$;
            CREATE TRIGGER delays AFTER INSERT ON clients FOR EACH STATEMENT EXECUTE FUNCTION delay();
            CREATE TRIGGER delays AFTER INSERT ON deployments FOR EACH STATEMENT EXECUTE FUNCTION delay();
            """);
        await using var storage = database.Open(configure: options => options.CommandTimeout = TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            async () => await storage.SaveLaunchConfigAsync(Sample.LaunchKey(), Sample.Endpoints, cancellationToken: Token));

        // The COMMIT was never sent, so the outcome is known.
        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains("CommandTimeout", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await database.QueryAsync<long>("SELECT count(*) FROM clients"));
    }
}
