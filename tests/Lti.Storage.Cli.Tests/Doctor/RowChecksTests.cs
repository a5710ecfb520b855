using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Doctor;

/// <summary>The doctor's checks of rows.</summary>
public sealed class RowChecksTests
{
    [Theory]
    [InlineData("now() - interval '2 hours'", "ok", "the oldest 2 h ago")]
    [InlineData("now() - interval '25 hours'", "warning", "No cleanup seems to run")]
    [InlineData("'-infinity'", "warning", "No cleanup seems to run")]
    [InlineData("now() + interval '2 hours'", "ok", "No expired rows")]
    [InlineData("'infinity'", "ok", "No expired rows")]
    public async Task Row_that_expired_a_day_ago_is_a_warning(string expiry, string status, string message)
    {
        string[] inserts =
        [
            $"INSERT INTO nonces (nonce, expires_at) VALUES ('n', {expiry})",
            $"INSERT INTO sessions (data, expires_at) VALUES ('{{}}', {expiry})",
            $"INSERT INTO registration_sessions (data, expires_at) VALUES ('{{}}', {expiry})",
        ];
        await using var database = await Database.MigratedAsync();
        foreach (var insert in inserts)
        {
            await database.ExecuteAsync($"TRUNCATE nonces, sessions, registration_sessions; {insert}");

            var run = await database.RunAsync("doctor", "--json");

            var finding = Assert.Single(run.Findings("expired rows"));
            Assert.Equal(status, finding.Status);
            Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Many_expired_rows_are_a_warning()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            "INSERT INTO nonces (nonce, expires_at) SELECT n, now() - interval '1 minute' FROM generate_series(1, 100002) AS n");

        var finding = Assert.Single((await database.RunAsync("doctor", "--json")).Findings("expired rows"));

        Assert.Equal("warning", finding.Status);
        Assert.StartsWith("Expired rows pile up: more than 100000 nonces, 0 sessions", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Near_twins_of_client_ids_and_deployment_ids_are_warnings()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO clients (id, name, iss, client_id, auth_url, token_url, jwks_url) VALUES
                ('018f0000-0000-7000-8000-000000000001', 'n', 'https://a.example', 'ABC', 'a', 't', 'j'),
                ('018f0000-0000-7000-8000-000000000002', 'n', 'https://a.example', 'abc', 'a', 't', 'j'),
                ('018f0000-0000-7000-8000-000000000003', 'n', 'https://b.example', 'Abc', 'a', 't', 'j');
            INSERT INTO deployments (deployment_id, client_id) VALUES
                ('X', '018f0000-0000-7000-8000-000000000001'),
                ('x', '018f0000-0000-7000-8000-000000000001'),
                ('x', '018f0000-0000-7000-8000-000000000002'),
                ('X', '018f0000-0000-7000-8000-000000000003');
            """);

        var findings = (await database.RunAsync("doctor", "--json")).Findings("issuers");

        Assert.All(findings, finding => Assert.Equal("warning", finding.Status));
        Assert.Equal(
            [
                "The client IDs 'ABC' and 'abc' of the issuer 'https://a.example' differ only by case or by space.",
                "The deployment IDs 'X' and 'x' of client 018f0000-0000-7000-8000-000000000001 differ only by case or by space.",
            ],
            findings.Select(finding => finding.Message),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Suspended_clients_and_deployments_are_counted_and_no_warning()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO clients (id, name, iss, client_id, auth_url, token_url, jwks_url, enabled) VALUES
                ('018f0000-0000-7000-8000-000000000001', 'n', 'https://a.example', '1', 'a', 't', 'j', true),
                ('018f0000-0000-7000-8000-000000000002', 'n', 'https://b.example', '1', 'a', 't', 'j', false);
            ALTER TABLE deployments DROP CONSTRAINT deployments_status_check;
            INSERT INTO deployments (deployment_id, client_id, status) VALUES
                ('1', '018f0000-0000-7000-8000-000000000001', 'pending'),
                ('2', '018f0000-0000-7000-8000-000000000001', 'pending'),
                ('3', '018f0000-0000-7000-8000-000000000001', 'disabled'),
                ('4', '018f0000-0000-7000-8000-000000000001', 'active'),
                ('5', '018f0000-0000-7000-8000-000000000001', 'of another program');
            """);

        var finding = Assert.Single((await database.RunAsync("doctor", "--json")).Findings("status"));

        Assert.Equal("ok", finding.Status);
        Assert.Equal("Launches of 2 pending deployments, 2 disabled deployments and 1 disabled client are refused.", finding.Message);
        Assert.Contains("deployments list --status pending", finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "active", "Launches of 0 pending deployments, 0 disabled deployments and 1 disabled client are refused.", false)]
    [InlineData(true, "disabled", "Launches of 0 pending deployments, 1 disabled deployment and 0 disabled clients are refused.", false)]
    [InlineData(true, "pending", "Launches of 1 pending deployment, 0 disabled deployments and 0 disabled clients are refused.", true)]
    [InlineData(true, "active", "Every client is enabled, and every deployment is active.", false)]
    public async Task Only_a_pending_deployment_gets_advice(bool enabled, string status, string message, bool hasAdvice)
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            $"""
            INSERT INTO clients (id, name, iss, client_id, auth_url, token_url, jwks_url, enabled)
            VALUES ('018f0000-0000-7000-8000-000000000001', 'n', 'https://a.example', '1', 'a', 't', 'j', {enabled});
            INSERT INTO deployments (deployment_id, client_id, status)
            VALUES ('1', '018f0000-0000-7000-8000-000000000001', '{status}');
            """);

        var finding = Assert.Single((await database.RunAsync("doctor", "--json")).Findings("status"));

        Assert.Equal(("ok", message), (finding.Status, finding.Message));
        Assert.Equal(hasAdvice, finding.Advice is not null);
    }

    [Fact]
    public async Task Twins_of_issuers_and_values_with_space_are_warnings()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO clients (id, name, iss, client_id, auth_url, token_url, jwks_url) VALUES
                ('018f0000-0000-7000-8000-000000000001', 'n', 'https://a.example', '1', 'a', 't', 'j'),
                ('018f0000-0000-7000-8000-000000000002', 'n', 'https://A.example/', '1', 'a', 't', 'j'),
                ('018f0000-0000-7000-8000-000000000003', 'n', 'https://a.example/moodle', '1', 'a', 't', 'j'),
                ('018f0000-0000-7000-8000-000000000004', 'n', 'https://b.example ', '1', 'a', 't', 'j'),
                ('018f0000-0000-7000-8000-000000000005', 'n', 'https://c.example', ' 1', 'a', 't', 'j');
            INSERT INTO deployments (id, deployment_id, client_id)
            VALUES ('018f0000-0000-7000-8000-000000000006', '1 ', '018f0000-0000-7000-8000-000000000001');
            """);

        const string Rest = " or ends with space. A launch without the space does not match it.";
        var findings = (await database.RunAsync("doctor", "--json")).Findings("issuers");

        Assert.All(findings, finding => Assert.Equal("warning", finding.Status));
        Assert.Equal(
            [
                "The issuers 'https://A.example/' and 'https://a.example' differ only by a final slash, by case or by space.",
                "The issuer of the client 018f0000-0000-7000-8000-000000000004 begins",
                "The client ID of the client 018f0000-0000-7000-8000-000000000005 begins",
                "The deployment ID of the deployment 018f0000-0000-7000-8000-000000000006 "
                    + "of client 018f0000-0000-7000-8000-000000000001 begins",
            ],
            findings.Select(finding => finding.Message.Replace(Rest, "", StringComparison.Ordinal)),
            StringComparer.Ordinal);
    }
}
