using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Tests a statement that fails with 0A000 each time, as for a value that the server cannot handle.</summary>
public sealed class StalePlanTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("F1")]
    [InlineData("0A000")]
    [InlineData("26000")]
    public async Task Statement_that_fails_each_time_is_retried_twice(string sqlState)
    {
        await using var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync(
            $"""
            CREATE SEQUENCE attempts;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM nextval('attempts'); RAISE EXCEPTION USING ERRCODE = '{sqlState}'; END $$;
            CREATE TRIGGER refuses BEFORE INSERT ON sessions FOR EACH STATEMENT EXECUTE FUNCTION refuse();
            """);
        await using var storage = database.Open();

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.AddSessionAsync(Sample.Session(), cancellationToken: Token));

        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Equal(3, await database.QueryAsync<long>("SELECT last_value FROM attempts"));
    }
}
