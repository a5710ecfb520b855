using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Benchmarks;

/// <summary>A connection with the prepared statements of the floor.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;

    public SqliteStatements(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Run("PRAGMA busy_timeout = 60000");
        Run("PRAGMA synchronous = FULL");
        Run("PRAGMA foreign_keys = ON");
    }

    public T InTransaction<T>(Func<SqliteStatements, T> write)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var answer = write(this);
            Run("COMMIT");
            return answer;
        }
        catch
        {
            Run("ROLLBACK");
            throw;
        }
    }

    public LtiClient? FindClient(string issuer, string clientId)
    {
        using var row = Command(
            """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE issuer = $1 AND client_id = $2
            """,
            issuer,
            clientId).ExecuteReader();
        return row.Read() ? Client(row) : null;
    }

    public LtiLaunch FindLaunch(LaunchKey key)
    {
        using var row = Command(
            """
            SELECT clients.id, clients.name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled,
                exact.id, exact.deployment_id, exact.status, exact.name, exact.description,
                other.id, other.deployment_id, other.status, other.name, other.description
            FROM clients
            LEFT JOIN deployments AS exact ON exact.client_key = clients.id AND exact.deployment_id = $3
            LEFT JOIN deployments AS other ON other.client_key = clients.id AND other.deployment_id = $4
            WHERE issuer = $1 AND client_id = $2
            """,
            key.Issuer,
            key.ClientId,
            key.DeploymentId,
            LtiDeployment.DefaultDeploymentId).ExecuteReader();
        if (!row.Read())
        {
            return LtiLaunch.Decide(client: null, exact: null, byDefault: null);
        }

        var client = Client(row);
        return LtiLaunch.Decide(client, Deployment(row, client.Id, first: 9), Deployment(row, client.Id, first: 14));
    }

    public LtiSession? FindSession(Guid id, DateTimeOffset now, DateTimeOffset callersNow)
    {
        using var row = Command(
            "SELECT document, expires_at FROM sessions WHERE id = $1 AND expires_at > $2", id.ToByteArray(bigEndian: true), now.UtcTicks).ExecuteReader();
        return row.Read() ? LtiSession.FromDocument(id, row.GetFieldValue<byte[]>(0), callersNow + TimeSpan.FromTicks(row.GetInt64(1) - now.UtcTicks)) : null;
    }

    public bool StoreNonce(string nonce, DateTimeOffset now, TimeSpan lifetime) => Command(
        """
        INSERT INTO nonces (nonce, expires_at, is_used) VALUES ($1, $2, 0)
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, is_used = 0, state = NULL, login = NULL WHERE nonces.expires_at <= $3
        """,
        nonce,
        (now + lifetime).UtcTicks,
        now.UtcTicks).ExecuteNonQuery() > 0;

    public NonceOutcome ConsumeNonce(string nonce, DateTimeOffset now)
    {
        if (Command("UPDATE nonces SET is_used = 1 WHERE nonce = $1 AND is_used = 0 AND expires_at > $2", nonce, now.UtcTicks).ExecuteNonQuery() > 0)
        {
            return NonceOutcome.Consumed;
        }

        return Command("SELECT expires_at FROM nonces WHERE nonce = $1", nonce).ExecuteScalar() switch
        {
            null => NonceOutcome.Unknown,
            long expiresAt when expiresAt <= now.UtcTicks => NonceOutcome.Expired,
            _ => NonceOutcome.AlreadyUsed,
        };
    }

    /// <exception cref="LtiConflictException">A session has the id.</exception>
    public void AddSession(LtiSession session, DateTimeOffset now, TimeSpan lifetime)
    {
        if (InsertSession(session, now, lifetime) == 0)
        {
            throw LtiConflictException.ForSession(session.Id);
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static LtiClient Client(SqliteDataReader row) => new()
    {
        Id = new(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true)),
        Name = row.GetString(1),
        Issuer = row.GetString(2),
        ClientId = row.GetString(3),
        Endpoints = new LtiEndpoints
        {
            AuthorizationUrl = row.GetString(4),
            TokenUrl = row.GetString(5),
            JwksUrl = row.GetString(6),
            TokenAudience = row.IsDBNull(7) ? null : row.GetString(7),
        },
        IsEnabled = row.GetBoolean(8),
    };

    private static LtiDeployment? Deployment(SqliteDataReader row, ClientKey client, int first) => row.IsDBNull(first) ? null : new()
    {
        ClientKey = client,
        Id = new(new Guid(row.GetFieldValue<byte[]>(first), bigEndian: true)),
        DeploymentId = row.GetString(first + 1),
        Status = (DeploymentStatus)row.GetInt32(first + 2),
        Name = row.IsDBNull(first + 3) ? null : row.GetString(first + 3),
        Description = row.IsDBNull(first + 4) ? null : row.GetString(first + 4),
    };

    private int InsertSession(LtiSession session, DateTimeOffset now, TimeSpan lifetime) => Command(
        """
        INSERT INTO sessions (id, expires_at, issuer, client_id, deployment_id, user_id, context_id, document)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO NOTHING
        """,
        session.Id.ToByteArray(bigEndian: true),
        (now + lifetime).UtcTicks,
        session.Platform.Issuer,
        session.Platform.ClientId,
        session.Platform.DeploymentId,
        session.User.Id,
        session.Context.Id,
        MemoryMarshal.TryGetArray(session.Utf8Document, out var bytes) && bytes.Array?.Length == bytes.Count ? bytes.Array : session.Utf8Document.ToArray()).ExecuteNonQuery();

    private void Run(string sql) => Command(sql).ExecuteNonQuery();

    private SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this class.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
