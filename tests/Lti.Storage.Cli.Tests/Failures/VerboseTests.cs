using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Failures;

/// <summary><c>--verbose</c> prints the whole error of the server on standard error.</summary>
public sealed class VerboseTests
{
    [Theory]
    [InlineData("RAISE EXCEPTION 'no deletion today' USING HINT = 'wait'", "Server: ERROR P0001: no deletion today", "Hint: wait")]
    [InlineData("RAISE EXCEPTION 'x' USING ERRCODE = '58P01', TABLE = 'nonces'", "Server: ERROR 58P01: x", "Table: nonces")]
    [InlineData("RAISE EXCEPTION 'x' USING ERRCODE = '23514', CONSTRAINT = 'c'", "Server: ERROR 23514: x", "Constraint: c")]
    [InlineData("PERFORM 1 / 0", "Server: ERROR 22012: division by zero", "Where: SQL statement")]
    public async Task Error_of_the_server_is_printed_whole_only_if_asked_for(string statement, string error, string part)
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement}; RETURN OLD; END $$;
            CREATE TRIGGER refused BEFORE DELETE ON nonces FOR EACH ROW EXECUTE FUNCTION refuse();
            INSERT INTO nonces (nonce, expires_at) VALUES ('expired', now() - interval '1 hour');
            """);

        var brief = await database.RunAsync("cleanup", "--json");
        var verbose = await database.RunAsync("cleanup", "--json", "--verbose");

        brief.FailedWith(exitCode: brief.ExitCode);
        Assert.Equal(("", brief.ExitCode), (verbose.Output, verbose.ExitCode));
        Assert.Contains(error, verbose.Remarks, StringComparer.Ordinal);
        Assert.Contains(verbose.Remarks, line => line.StartsWith(part, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Error_of_the_network_is_printed_too()
    {
        var verbose = await Tool.RunAsync(["clients", "list", "--verbose"], ("DATABASE_URL", "postgresql://127.0.0.1:1/nowhere"));

        Assert.Contains(verbose.Remarks, line => line.StartsWith("NpgsqlException: ", StringComparison.Ordinal));
    }
}
