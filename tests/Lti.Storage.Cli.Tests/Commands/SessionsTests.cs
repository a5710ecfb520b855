using System.Text;
using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

public sealed class SessionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_is_shown_whole_and_revoked()
    {
        await using var database = await Database.MigratedAsync();
        var id = (await LaunchAsync(database, "client-1", "1", "42")).ToString();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("sessions", "show", id);
        await transcript.RunAsync("sessions", "show", id, "--json");
        await transcript.RunAsync("sessions", "revoke", id);
        await transcript.RunAsync("sessions", "revoke", id, "--yes");
        await transcript.RunAsync("sessions", "revoke", id, "--yes");
        await transcript.RunAsync("sessions", "show", id);

        transcript.ShouldMatch("session.txt");
    }

    [Fact]
    public async Task Sessions_of_a_user_client_or_deployment_are_listed_and_revoked()
    {
        await using var database = await Database.MigratedAsync();
        await LaunchAsync(database, "client-1", "1", "42");
        await LaunchAsync(database, "client-1", "2", "42");
        await LaunchAsync(database, "client-1", "2", "43");
        await LaunchAsync(database, "client-2", "1", "42");
        await LaunchAsync(database, "client-2", "1", user: null);
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));
        const string Issuer = "https://lms.example.edu";

        await transcript.RunAsync("sessions", "show", "--issuer", Issuer, "--user-id", "43");
        await transcript.RunAsync("sessions", "show", "--issuer", Issuer, "--user-id", "43", "--json");
        await transcript.RunAsync("sessions", "show", "--issuer", "https://lms.example.org");
        await transcript.RunAsync("sessions", "revoke", "--issuer", Issuer, "--client-id", "client-1", "--user-id", "42");
        await transcript.RunAsync("sessions", "revoke", "--issuer", Issuer, "--client-id", "client-1", "--user-id", "42", "--yes");
        Assert.Equal(3L, await database.QueryAsync<long>("SELECT count(*) FROM sessions"));
        await transcript.RunAsync(
            "sessions", "revoke", "--issuer", Issuer, "--client-id", "client-1", "--deployment-id", "2", "--yes", "--json");
        Assert.Equal(2L, await database.QueryAsync<long>("SELECT count(*) FROM sessions"));
        await transcript.RunAsync("sessions", "revoke", "--issuer", Issuer, "--yes");
        await transcript.RunAsync("sessions", "revoke", "--issuer", Issuer, "--yes");

        transcript.ShouldMatch("sessions.txt");
    }

    [Fact]
    public async Task Sessions_of_a_context_or_a_user_whose_id_is_a_number_are_listed_and_revoked()
    {
        await using var database = await Database.MigratedAsync();
        const string Context = """, "https://purl.imsglobal.org/spec/lti/claim/context": """;
        await LaunchAsync(database, "client-1", "1", "42", Context + """{"id":"31"}""");
        await LaunchAsync(database, "client-1", "1", "43", Context + """{"id":31}""");
        await LaunchAsync(database, "client-1", "1", user: null, """, "sub": 42""" + Context + """{"id":"32"}""");
        const string Issuer = "https://lms.example.edu";

        var listed = await database.RunAsync("sessions", "show", "--issuer", Issuer, "--context", "31", "--json");
        var ofUser = await database.RunAsync("sessions", "show", "--issuer", Issuer, "--user-id", "42", "--json");
        var revoked = await database.RunAsync("sessions", "revoke", "--issuer", Issuer, "--context", "31", "--yes", "--json");

        Assert.Contains("\"userId\":\"42\"", listed.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("\"userId\":\"43\"", listed.Output, StringComparison.Ordinal);
        Assert.Equal(2, ofUser.Succeeded().Output.Split("\"userId\":\"42\"").Length - 1);
        Assert.Equal("{\"revoked\":2}\n", revoked.Succeeded().Output);
        Assert.Equal(1L, await database.QueryAsync<long>("SELECT count(*) FROM sessions"));
    }

    [Fact]
    public async Task Values_of_a_platform_can_not_control_a_terminal()
    {
        await using var database = await Database.MigratedAsync();
        var id = await LaunchAsync(database, "client-1\\u001b[2J\\u202e", "1\\nnext line", "42\\u009b31m");

        var shown = await database.RunAsync("sessions", "show", id.ToString());
        var listed = await database.RunAsync("sessions", "show", "--issuer", "https://lms.example.edu");

        Assert.All([shown, listed], run => Assert.DoesNotContain(
            run.Succeeded().Output, character => (char.IsControl(character) && character != '\n') || character == '\u202e'));
        Assert.Equal(2, listed.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("client-1\uFFFD[2J\uFFFD", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_user_id_is_cut_in_a_listing_and_whole_in_JSON_and_alone()
    {
        await using var database = await Database.MigratedAsync();
        var user = new string('u', 422_000);
        var id = await LaunchAsync(database, "client-1", "1", user);
        await LaunchAsync(database, "client-1", "1", "42");

        var listed = await database.RunAsync("sessions", "show", "--issuer", "https://lms.example.edu");
        var json = await database.RunAsync("sessions", "show", "--issuer", "https://lms.example.edu", "--json");
        var shown = await database.RunAsync("sessions", "show", id.ToString());

        Assert.All(listed.Succeeded().Output.Split('\n'), line => Assert.InRange(line.Length, 0, 400));
        Assert.Contains(new string('u', 79) + "…", listed.Output, StringComparison.Ordinal);
        Assert.Contains($"\"userId\":\"{user}\"", json.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains($"user id        {user}\n", shown.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_a_document_keep_their_precision()
    {
        await using var database = await Database.MigratedAsync();
        var id = await LaunchAsync(database, "client-1", "1", "42", """, "precise": 0.1234567890123456789012345678901""");

        var shown = await database.RunAsync("sessions", "show", id.ToString(), "--json");

        Assert.Contains("\"precise\":0.1234567890123456789012345678901", shown.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_that_fails_after_its_first_batch_is_exit_code_4()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO sessions (id, data, expires_at)
                SELECT lpad(n::text, 32, '0')::uuid, '{"platform": {"issuer": "https://lms.example.edu"}}', now() + interval '1 hour'
                FROM generate_series(1, 1000) AS n;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refused BEFORE DELETE ON sessions FOR EACH ROW
                WHEN (OLD.id = '00000000-0000-0000-0000-000000001000') EXECUTE FUNCTION refuse();
            """);

        var run = await database.RunAsync("sessions", "revoke", "--issuer", "https://lms.example.edu", "--yes");

        Assert.Contains("Some of the sessions were deleted.", run.FailedWith(exitCode: 4), StringComparison.Ordinal);
        Assert.InRange(await database.QueryAsync<long>("SELECT count(*) FROM sessions"), 1, 999);
    }

    [Fact]
    public async Task Revocation_in_a_file_that_fails_after_its_first_batch_is_exit_code_4()
    {
        await using var file = await SqliteFile.MigratedAsync();
        file.Execute(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 500)
            INSERT INTO sessions (id, document, expires_at, issuer)
                SELECT unhex(printf('%032d', n)), x'7b7d', 900000000000000000, 'https://lms.example.edu' FROM numbers;
            """);
        file.Execute(
            """
            CREATE TRIGGER refused BEFORE DELETE ON sessions WHEN old.id = unhex(printf('%032d', 500))
            BEGIN SELECT RAISE(ABORT, 'no'); END
            """);

        var run = await file.RunAsync("sessions", "revoke", "--issuer", "https://lms.example.edu", "--yes");

        Assert.Contains("Some of the sessions were deleted.", run.FailedWith(exitCode: 4), StringComparison.Ordinal);
        Assert.Equal(100L, file.Query("SELECT count(*) FROM sessions"));
    }

    private static async Task<Guid> LaunchAsync(Database database, string client, string deployment, string? user, string more = "")
    {
        var subject = user is null ? "" : $"\"sub\": \"{user}\", \"name\": \"María\", ";
        const string DeploymentClaim = "https://purl.imsglobal.org/spec/lti/claim/deployment_id";
        var claims = $$"""
            { {{subject}}"iss": "https://lms.example.edu", "aud": "{{client}}", "{{DeploymentClaim}}": "{{deployment}}"{{more}} }
            """;
        var session = LtiSession.FromClaims(Encoding.UTF8.GetBytes(claims), verifiedClientId: null);
        await database.Storage.AddSessionAsync(session, cancellationToken: Token);
        return session.Id;
    }
}
