using System.Security.Cryptography;
using System.Text;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>A database of the ported system's fork.</summary>
public sealed class ForkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statements_on_the_page_copy_every_unexpired_row()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Fork.CreateAsync(database);
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(Token);

        await database.ExecuteAsync(Fork.CopyRows);

        var config = await storage.FindLaunchConfigAsync(new LaunchKey(Fork.Issuer, "client", "deployment"), Token);
        Assert.Equal((new ClientKey(Guid.Parse(Fork.ClientId)), new DeploymentKey(Mapped(Fork.DeploymentId))), (config!.ClientKey, config.DeploymentKey));
        Assert.Equal("A university", (await storage.FindClientAsync(config.ClientKey, Token))!.Name);
        Assert.Equal("A faculty", (await storage.FindDeploymentAsync(config.ClientKey, config.DeploymentKey, Token))!.Name);
        Assert.Equal("user", (await storage.FindSessionAsync(Guid.Parse(Fork.SessionId), Token))!.User.Id);
        var lifetime = (await storage.FindSessionAsync(Mapped("in milliseconds"), Token))!.ExpiresAt - TimeProvider.System.GetUtcNow();
        Assert.InRange(lifetime!.Value, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(90));
        Assert.Null(await storage.FindSessionAsync(Mapped("expired"), Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync("used", Token));
        Assert.Equal(NonceOutcome.Unknown, await storage.ConsumeNonceAsync("expired", Token));
        var registration = await storage.ConsumeRegistrationSessionAsync(Guid.Parse(Fork.RegistrationId), Token);
        Assert.Equal("1", registration!.AppState!.Value.GetProperty("tenant").GetString());
    }

    [Fact]
    public async Task Statements_on_the_page_can_run_again_and_keep_a_client_that_is_registered_here()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Fork.CreateAsync(database);
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(Token);
        var endpoints = new LtiEndpoints { AuthorizationUrl = "https://here/a", TokenUrl = "https://here/t", JwksUrl = "https://here/j" };
        var registered = (await storage.SaveLaunchConfigAsync(new LaunchKey(Fork.Issuer, "client", "other"), endpoints, cancellationToken: Token)).Config;

        await database.ExecuteAsync(Fork.CopyRows);
        await database.ExecuteAsync(Fork.CopyRows);

        var config = await storage.FindLaunchConfigAsync(new LaunchKey(Fork.Issuer, "client", "deployment"), Token);
        Assert.Equal((registered.ClientKey, endpoints), (config!.ClientKey, config.Endpoints));
    }

    [Fact]
    public async Task Migration_warns_of_the_tables()
    {
        using var log = new CapturingLoggerFactory();
        await using var database = await TestDatabase.CreateAsync();
        await Fork.CreateAsync(database);
        await using var storage = database.Open(log: log);

        await storage.Schema.MigrateAsync(Token);
        await storage.Schema.MigrateAsync(Token);

        Assert.Equal(2, log.Lines.Count(line => line.Message.Contains("has the table lti_clients", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Migration_does_not_warn_without_the_tables_or_of_those_in_another_schema()
    {
        using var log = new CapturingLoggerFactory();
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("CREATE SCHEMA other; CREATE TABLE other.lti_clients (id varchar(36) PRIMARY KEY)");
        await using var storage = database.Open(log: log);

        await storage.Schema.MigrateAsync(Token);

        Assert.DoesNotContain(log.Lines, line => line.Message.Contains("has the table lti_clients", StringComparison.Ordinal));
    }

    /// <summary>The id that a text which is no UUID gets.</summary>
    private static Guid Mapped(string id)
#pragma warning disable CA5351 // It protects nothing: PostgreSQL has this hash without an extension.
        => Guid.Parse(Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(id))));
#pragma warning restore CA5351
}
