using System.Globalization;
using System.Text.Json;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Statements;

/// <summary>Rows of another program are read as the rules say, or are refused with an error that shows none of their values.</summary>
public sealed class ForeignRowTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteLtiStorage? _storage;

    /// <summary>Gets contents of a document column that are no JSON text.</summary>
    public static TheoryData<string> BrokenDocuments { get; } = ["x''", "x'00'", "x'ff'", "x'7b22'", "x'7b7d7b7d'", "zeroblob(100000)", "CAST('{\"user\":Grace}' AS BLOB)"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _storage = new SqliteLtiStorage(_folder.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }

    [Theory, Rule("L7", "D5", "C3", "D6")]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public async Task Unknown_status_of_another_program_reads_as_disabled_and_stays_until_it_is_changed(long status)
    {
        var key = Any.LaunchKey();
        await Storage.SaveLaunchConfigAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Any.Endpoints, cancellationToken: Token);
        var config = (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token)).Config;
        using var other = new OtherProgram(_folder.File);
        other.Run(string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA ignore_check_constraints = ON; UPDATE deployments SET status = {status} WHERE deployment_id = '{key.DeploymentId}'"));

        Assert.Equal(LaunchOutcome.DeploymentDisabled, (await Storage.FindLaunchAsync(key, Token)).Outcome);
        Assert.Equal([config.DeploymentKey], await ListAsync(DeploymentStatus.Disabled));
        Assert.Empty(await ListAsync(DeploymentStatus.Pending));
        Assert.Single(await ListAsync(DeploymentStatus.Active));
        await UpdateAsync(new DeploymentUpdate { Name = "New" });
        Assert.Equal(status.ToString(CultureInfo.InvariantCulture), other.Read("SELECT status FROM deployments WHERE name = 'New'"));
        await UpdateAsync(new DeploymentUpdate { Status = DeploymentStatus.Active, ExpectedStatus = DeploymentStatus.Disabled });
        Assert.Equal(LaunchOutcome.Found, (await Storage.FindLaunchAsync(key, Token)).Outcome);

        async Task UpdateAsync(DeploymentUpdate update)
            => await Storage.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, update, Token);

        async Task<List<DeploymentKey>> ListAsync(DeploymentStatus sought)
            => await Storage.ListDeploymentsAsync(config.ClientKey, status: sought, cancellationToken: Token).Select(found => found.Id).ToListAsync(Token);
    }

    [Theory, Rule("E3", "E8")]
    [MemberData(nameof(BrokenDocuments))]
    public async Task Broken_document_of_another_program_is_an_error_when_it_is_read(string document)
    {
        var issuer = Any.Issuer();
        var (session, login, registration) = (Any.Session(issuer), Any.Login(), Any.Registration(Guid.NewGuid()));
        await Storage.AddSessionAsync(session, null, Token);
        await Storage.BeginLoginAsync(login, null, Token);
        await Storage.SaveRegistrationSessionAsync(registration, null, Token);
        using var other = new OtherProgram(_folder.File);
        other.Run($"UPDATE sessions SET document = {document}; UPDATE nonces SET login = {document}; UPDATE registration_sessions SET document = {document}");

        // These two are parsed when their content is read.
        var found = (await Storage.FindSessionAsync(session.Id, Token))!;
        Assert.StartsWith("A stored document is not JSON", Assert.ThrowsAny<JsonException>(() => found.User.Id).Message, StringComparison.Ordinal);
        Assert.Equal([session.Id], await Storage.ListSessionsAsync(new SessionFilter { Issuer = issuer }, cancellationToken: Token).Select(listed => listed.Id).ToListAsync(Token));
        var configuration = (await Storage.FindRegistrationSessionAsync(registration.Id, Token))!;
        Assert.StartsWith("A stored document is not JSON", Assert.ThrowsAny<JsonException>(() => configuration.OpenIdConfiguration).Message, StringComparison.Ordinal);

        await AssertUnreadableAsync(() => Storage.FindLoginAsync(login.State, Token).AsTask(), "row of the table nonces in");

        // The same instance goes on.
        await Storage.AddSessionAsync(Any.Session(), null, Token);
    }

    [Fact, Rule("E3", "E8")]
    public async Task Id_of_another_program_that_is_no_uuid_is_an_error_of_the_storage()
    {
        var key = Any.LaunchKey();
        var client = (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token)).Config.ClientKey;
        using var other = new OtherProgram(_folder.File);
        other.Run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; UPDATE deployments SET id = x'0102'");

        const string Deployment = "The row of the table deployments with the id x'0102' in";
        await AssertUnreadableAsync(() => Storage.FindLaunchAsync(key, Token).AsTask(), Deployment);
        await AssertUnreadableAsync(() => Storage.ListDeploymentsAsync(client, cancellationToken: Token).ToListAsync(Token).AsTask(), Deployment);
        await AssertUnreadableAsync(() => Storage.FindDeploymentByPlatformIdAsync(client, key.DeploymentId, Token).AsTask(), Deployment);
        await AssertUnreadableAsync(() => Storage.EnsureDeploymentAsync(client, key.DeploymentId, cancellationToken: Token).AsTask(), Deployment);
        other.Run("UPDATE deployments SET client_key = x'03'; UPDATE clients SET id = x'03'");
        const string Client = "The row of the table clients with the id x'03' in";
        await AssertUnreadableAsync(() => Storage.FindClientAsync(key.Issuer, key.ClientId, Token).AsTask(), Client);
        await AssertUnreadableAsync(() => Storage.FindClientsAsync(key.Issuer, cancellationToken: Token).AsTask(), Client);
        await AssertUnreadableAsync(() => Storage.FindClientsAsync(key.Issuer, key.DeploymentId, Token).AsTask(), Client);
        await AssertUnreadableAsync(() => Storage.ListClientsAsync(cancellationToken: Token).ToListAsync(Token).AsTask(), Client);
        await AssertUnreadableAsync(() => Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token).AsTask(), Client);
    }

    [Fact, Rule("E3", "E8")]
    public async Task Session_with_an_id_that_is_no_uuid_is_named_by_its_number()
    {
        var session = Any.Session();
        await Storage.AddSessionAsync(session, null, Token);
        using var other = new OtherProgram(_folder.File);
        other.Run("PRAGMA ignore_check_constraints = ON; UPDATE sessions SET id = x'010203', number = 42");
        var filter = new SessionFilter { Issuer = session.Platform.Issuer! };

        const string Session = "The row 42 of the table sessions in";
        await AssertUnreadableAsync(() => Storage.ListSessionsAsync(filter, null, Token).ToListAsync(Token).AsTask(), Session);
        await AssertUnreadableAsync(() => Storage.DeleteSessionsAsync(filter, Token).AsTask(), Session);
        Assert.Equal("1", other.Read("SELECT count(*) FROM sessions"));
    }

    private static async Task AssertUnreadableAsync<T>(Func<Task<T>> call, string row)
    {
        var error = await Assert.ThrowsAsync<LtiStorageException>(call);
        Assert.Contains(row, error.Message, StringComparison.Ordinal);
        Assert.Contains("can't be read", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }
}
