using System.Text;
using Lti.Storage.PostgreSql;
using Npgsql;
using NpgsqlTypes;

namespace Lti.Storage.Benchmarks;

/// <summary>A contender's database. It adds rows without the contender.</summary>
internal sealed class BenchmarkDatabase(string connectionString) : IRows, IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 2, CommandTimeout = 0 });

    public string ConnectionString => connectionString;

    public IReadOnlyList<Guid> Sessions { get; private set; } = [];

    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString, MaxPoolSize = 1 });
        await storage.Schema.MigrateAsync(cancellationToken);
    }

    /// <summary>Creates missing tables and fills them with <see cref="Stock"/>.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        await MigrateAsync(cancellationToken);
        await ExecuteAsync("TRUNCATE clients, deployments, access_tokens, platform_key_sets, nonces, sessions, registration_sessions", cancellationToken);
        await AddClientsAsync(Stock.Clients, cancellationToken);
        await ExecuteAsync($"INSERT INTO nonces SELECT 'other-' || i, now() + interval '1 day' FROM generate_series(1, {Stock.Nonces}) AS i", cancellationToken);
        await ExecuteAsync(
            $"INSERT INTO sessions SELECT md5('{Stock.SessionText}' || i)::uuid, $1, now() + interval '1 day' FROM generate_series(1, {Stock.Sessions}) AS i",
            cancellationToken,
            Json(Payload.Session().Utf8Document));
        await AddRegistrationSessionsAsync(Stock.NewIds(Stock.Sessions), cancellationToken);
        await ExecuteAsync("VACUUM ANALYZE clients, deployments, nonces, sessions, registration_sessions", cancellationToken);
        Sessions = await QueryAsync<Guid>($"SELECT md5('{Stock.SessionText}' || i)::uuid FROM generate_series(1, {Stock.Sessions}) AS i", cancellationToken);
    }

    /// <summary>Adds clients <c>client-1</c> and so on of <see cref="Payload.Issuer"/> with one deployment each, <c>default</c>.</summary>
    public Task AddClientsAsync(int count, CancellationToken cancellationToken = default) => ExecuteAsync(
        """
        WITH added AS (
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
            SELECT 'LMS', $1, 'client-' || i, $1 || '/api/lti/authorize', $1 || '/login/oauth2/token', $1 || '/api/lti/security/jwks' FROM generate_series(1, $2) AS i
            RETURNING id)
        INSERT INTO deployments (client_id, deployment_id) SELECT id, 'default' FROM added
        """,
        cancellationToken,
        new NpgsqlParameter<string> { TypedValue = Payload.Issuer },
        new NpgsqlParameter<int> { TypedValue = count });

    /// <summary>Adds deployments <c>deployment-1</c> and so on to a client.</summary>
    public Task AddDeploymentsAsync(string clientId, int count, CancellationToken cancellationToken = default) => ExecuteAsync(
        "INSERT INTO deployments (client_id, deployment_id) SELECT id, 'deployment-' || i FROM clients, generate_series(1, $2) AS i WHERE client_id = $1",
        cancellationToken,
        new NpgsqlParameter<string> { TypedValue = clientId },
        new NpgsqlParameter<int> { TypedValue = count });

    public Task AddNoncesAsync(IReadOnlyList<string> nonces, CancellationToken cancellationToken)
        => AddNoncesAsync(nonces, TimeSpan.FromHours(1), cancellationToken);

    public Task AddNoncesAsync(IReadOnlyList<string> nonces, TimeSpan lifetime, CancellationToken cancellationToken = default) => ExecuteAsync(
        "INSERT INTO nonces (nonce, expires_at) SELECT unnest($1), now() + $2",
        cancellationToken,
        new NpgsqlParameter<string[]> { TypedValue = [.. nonces] },
        new NpgsqlParameter<TimeSpan> { TypedValue = lifetime });

    public Task AddLoginsAsync(IReadOnlyList<LtiLogin> logins, CancellationToken cancellationToken) => ExecuteAsync(
        "INSERT INTO nonces (nonce, expires_at, state, login) SELECT nonce, now() + interval '1 hour', state, login::jsonb FROM unnest($1, $2, $3) AS one (nonce, state, login)",
        cancellationToken,
        new NpgsqlParameter<string[]> { TypedValue = [.. logins.Select(login => login.Nonce)] },
        new NpgsqlParameter<string[]> { TypedValue = [.. logins.Select(login => login.State)] },
        new NpgsqlParameter<string[]> { TypedValue = [.. logins.Select(login => Encoding.UTF8.GetString(login.ToUtf8Document()))] });

    public Task AddSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
        => AddDocumentsAsync("sessions", Payload.Session().Utf8Document, ids, TimeSpan.FromHours(1), cancellationToken);

    public Task AddRegistrationSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
        => AddDocumentsAsync("registration_sessions", Payload.Registration.Utf8Document, ids, TimeSpan.FromHours(1), cancellationToken);

    /// <summary>Adds the same document under each id to <c>sessions</c> or <c>registration_sessions</c>.</summary>
    public Task AddDocumentsAsync(
        string table, ReadOnlyMemory<byte> document, IReadOnlyList<Guid> ids, TimeSpan lifetime, CancellationToken cancellationToken = default) => ExecuteAsync(
        $"INSERT INTO {table} (id, data, expires_at) SELECT unnest($1), $2, now() + $3",
        cancellationToken,
        new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] },
        Json(document),
        new NpgsqlParameter<TimeSpan> { TypedValue = lifetime });

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default, params NpgsqlParameter[] parameters)
    {
        await using var command = _dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads the first column of all rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            values.Add(rows.GetFieldValue<T>(0));
        }

        return values;
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private static NpgsqlParameter<ReadOnlyMemory<byte>> Json(ReadOnlyMemory<byte> utf8) => new() { TypedValue = utf8, NpgsqlDbType = NpgsqlDbType.Jsonb };
}
