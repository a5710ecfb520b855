using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Statements;

public sealed class StatementTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly StatementTrace _trace = new();
    private SqliteLtiStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _storage = new SqliteLtiStorage(new SqliteStorageOptions { ConnectionString = _folder.ConnectionString, Opened = _trace.Attach });
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact, Rule("L2", "C6")]
    public async Task Find_is_one_statement()
    {
        var key = Any.LaunchKey();
        await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token);
        Func<Task>[] finds =
        [
            () => Storage.FindLaunchAsync(key, Token).AsTask(),
            () => Storage.FindLaunchAsync(key with { DeploymentId = "unknown" }, Token).AsTask(),
            () => Storage.FindLaunchAsync(Any.LaunchKey(), Token).AsTask(),
            () => Storage.FindClientAsync(key.Issuer, key.ClientId, Token).AsTask(),
            () => Storage.FindClientsAsync(key.Issuer, cancellationToken: Token).AsTask(),
            () => Storage.FindClientsAsync(key.Issuer, key.DeploymentId, Token).AsTask(),
        ];
        await finds[0]();
        foreach (var find in finds)
        {
            _trace.Clear();
            await find();
            Assert.Single(_trace.Statements);
        }
    }

    [Fact, Rule("L5", "G1", "G3")]
    public async Task Write_is_one_transaction()
    {
        var login = LtiLogin.Create(Any.Issuer(), "client");
        await Storage.StoreNonceAsync(Any.Nonce(), null, Token);
        Func<Task>[] writes =
        [
            () => Storage.BeginLoginAsync(login, null, Token).AsTask(),
            () => Storage.CompleteLaunchAsync(login, Any.Session(), null, Token).AsTask(),
            () => Storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: Token).AsTask(),
        ];
        foreach (var write in writes)
        {
            _trace.Clear();
            await write();
            Assert.Equal((1, 1), (_trace.CountOf("BEGIN IMMEDIATE"), _trace.CountOf("COMMIT")));
        }
    }

    [Fact]
    public async Task No_statement_reads_a_whole_table_or_sorts_sessions()
    {
        await RunAllAsync();

        using var other = new OtherProgram(_folder.File);
        string[] verbs = ["SELECT", "INSERT", "UPDATE", "DELETE"];
        var statements = _trace.Statements.Where(one => verbs.Any(verb => one.StartsWith(verb, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).ToArray();
        Assert.InRange(statements.Length, 30, int.MaxValue);
        foreach (var statement in statements.Where(one => !one.Contains("pragma_", StringComparison.Ordinal)))
        {
            var plan = other.ReadAll($"EXPLAIN QUERY PLAN {statement}", column: 3);
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal)
                && !step.Contains("CONSTANT", StringComparison.Ordinal)
                && !step.Contains("USING", StringComparison.Ordinal)
                && !step.Contains("subquery", StringComparison.OrdinalIgnoreCase));
            Assert.False(
                statement.Contains("FROM sessions", StringComparison.Ordinal) && plan.Any(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)),
                $"{statement}: {string.Join("; ", plan)}");
        }
    }

    [Fact, Rule("L2")]
    public async Task Launch_is_found_without_reading_the_other_deployments_of_its_client()
    {
        await Storage.FindLaunchAsync(Any.LaunchKey(), Token);

        using var other = new OtherProgram(_folder.File);
        var statement = Assert.Single(_trace.Statements, one => one.Contains("LEFT JOIN deployments", StringComparison.Ordinal));
        var steps = other.ReadAll($"EXPLAIN QUERY PLAN {statement}", column: 3);
        Assert.Equal(2, steps.Count(step => step.Contains("client_key=? AND deployment_id=?", StringComparison.Ordinal)));
        Assert.Equal(3, steps.Count(step => step.StartsWith("SEARCH", StringComparison.Ordinal)));
    }

    [Theory, Rule("S4")]
    [InlineData("client", "sessions_by_owner (issuer=? AND id>?)")]
    [InlineData("deployment", "sessions_by_deployment (issuer=? AND deployment_id=? AND id>?)")]
    [InlineData("user", "sessions_by_user (issuer=? AND <expr>=? AND id>?)")]
    public async Task Sessions_are_selected_by_the_index_of_the_filter(string part, string search)
    {
        var issuer = new SessionFilter { Issuer = Any.Issuer() };
        var filter = part switch
        {
            "client" => issuer with { ClientId = "client" },
            "deployment" => issuer with { ClientId = "client", DeploymentId = "deployment" },
            _ => issuer with { DeploymentId = "deployment", UserId = "user", ContextId = "context" },
        };
        await Storage.ListSessionsAsync(filter, null, Token).CollectAsync();
        await Storage.DeleteSessionsAsync(filter, Token);

        using var other = new OtherProgram(_folder.File);
        var statements = _trace.Statements.Where(one => one.Contains("FROM sessions", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, statements.Length);
        Assert.All(statements, statement => Assert.Contains(
            other.ReadAll($"EXPLAIN QUERY PLAN {statement}", column: 3), step => step.EndsWith(search, StringComparison.Ordinal)));
    }

    private async Task RunAllAsync()
    {
        foreach (var operation in Operations.All)
        {
            try
            {
                await operation.Call(Storage, Token);
            }
            catch (LtiNotFoundException)
            {
                // The operation looked for a row that is not there. Its statement is what counts here.
            }
        }

        var session = Any.Session(userId: "user");
        await Storage.AddSessionAsync(session, null, Token);
        var issuer = new SessionFilter { Issuer = session.Platform.Issuer! };
        SessionFilter[] filters = [issuer, issuer with { ClientId = "c" }, issuer with { UserId = "user" }, issuer with { DeploymentId = "d" }, issuer with { ContextId = "c" }];
        foreach (var filter in filters)
        {
            await Storage.ListSessionsAsync(filter, null, Token).CollectAsync();
            await Storage.DeleteSessionsAsync(filter, Token);
        }

        await Storage.GetBacklogAgeAsync(Token);
    }
}
