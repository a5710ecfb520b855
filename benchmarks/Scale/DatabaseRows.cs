using Npgsql;
using NpgsqlTypes;

namespace Lti.Storage.Benchmarks;

/// <summary>Rows in a database.</summary>
internal sealed class DatabaseRows : IScaledRows
{
    private readonly ServerDatabase _database;

    private DatabaseRows(ServerDatabase database, int count)
    {
        _database = database;
        Count = count;
    }

    public int Count { get; }

    public string ConnectionString => _database.Rows.ConnectionString;

    public ClientKey LargeClient { get; private set; }

    public IReadOnlyList<ClientKey> Clients { get; private set; } = [];

    public IReadOnlyList<DeploymentKey> Deployments { get; private set; } = [];

    public IReadOnlyList<Guid> Sessions { get; private set; } = [];

    public static async Task<DatabaseRows> FillAsync(ServerDatabase database, int count, CancellationToken cancellationToken)
    {
        var rows = new DatabaseRows(database, count);
        try
        {
            await rows.FillAsync(cancellationToken);
            return rows;
        }
        catch
        {
            await rows.DisposeAsync();
            throw;
        }
    }

    public async Task AddExpiredAsync(int count, CancellationToken cancellationToken)
    {
        await ExecuteAsync("INSERT INTO nonces (nonce, expires_at) SELECT gen_random_uuid()::text, now() - interval '1 hour' FROM generate_series(1, $1)", count, cancellationToken);
        await AddSessionsAsync(count, "now() - interval '1 hour'", cancellationToken);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var rows = _database.Rows;
        await rows.MigrateAsync(cancellationToken);
        await ExecuteAsync(
            $"""
            WITH added AS (
                INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
                SELECT 'LMS', iss, client_id, iss || '/api/lti/authorize', iss || '/login/oauth2/token', iss || '/api/lti/security/jwks'
                FROM (
                    SELECT 'https://lms-' || i / {ScaledKeys.ClientsAnIssuer} || '.example.edu' AS iss, 'client-' || i AS client_id FROM generate_series(1, $1) AS i
                    UNION ALL SELECT '{Payload.Issuer}', '{ScaledKeys.LargeClientId}') AS given
                RETURNING id)
            INSERT INTO deployments (client_id, deployment_id) SELECT id, '{LtiDeployment.DefaultDeploymentId}' FROM added
            """,
            Count,
            cancellationToken);
        await rows.AddDeploymentsAsync(ScaledKeys.LargeClientId, Count, cancellationToken);
        await ExecuteAsync("INSERT INTO nonces SELECT md5(i::text) || md5(i::text), now() + interval '1 day' FROM generate_series(1, $1) AS i", Count, cancellationToken);
        await AddSessionsAsync(Count, "now() + interval '1 day'", cancellationToken);
        await rows.ExecuteAsync("VACUUM ANALYZE clients, deployments, nonces, sessions", cancellationToken);
        LargeClient = new((await rows.QueryAsync<Guid>($"SELECT id FROM clients WHERE client_id = '{ScaledKeys.LargeClientId}'", cancellationToken))[0]);
        Clients = [.. (await SampleAsync("clients", cancellationToken)).Select(id => new ClientKey(id))];
        Deployments = [.. (await SampleAsync($"deployments WHERE client_id = '{LargeClient}'", cancellationToken)).Select(id => new DeploymentKey(id))];
        Sessions = await SampleAsync($"sessions WHERE data #>> '{{platform,issuer}}' = '{Payload.Issuer}'", cancellationToken);
    }

    private async Task AddSessionsAsync(int count, string expiresAt, CancellationToken cancellationToken)
    {
        await _database.Rows.ExecuteAsync(
            $$"""
            INSERT INTO sessions (data, expires_at)
            SELECT jsonb_set(jsonb_set(jsonb_set($2, '{platform,issuer}', to_jsonb(CASE WHEN i % 100 = 0 THEN 'https://other.example.edu' ELSE '{{Payload.Issuer}}' END)),
                '{platform,deploymentId}', to_jsonb('deployment-' || i / {{ScaledKeys.SessionsADeployment}})), '{user,id}', to_jsonb('user-' || i / {{ScaledKeys.SessionsAUser}})), {{expiresAt}}
            FROM generate_series(1, $1) AS i
            """,
            cancellationToken,
            new NpgsqlParameter<int> { TypedValue = count },
            new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = ScaledKeys.Session(1).Utf8Document, NpgsqlDbType = NpgsqlDbType.Jsonb });
    }

    /// <summary>Takes a sample from the first half of the ids.</summary>
    private Task<IReadOnlyList<Guid>> SampleAsync(string from, CancellationToken cancellationToken) => _database.Rows.QueryAsync<Guid>(
        $"SELECT id FROM (SELECT id, ntile(2) OVER (ORDER BY id) AS half FROM {from}) AS ordered WHERE half = 1 ORDER BY random() LIMIT 1000", cancellationToken);

    private Task ExecuteAsync(string sql, int count, CancellationToken cancellationToken)
        => _database.Rows.ExecuteAsync(sql, cancellationToken, new NpgsqlParameter<int> { TypedValue = count });
}
